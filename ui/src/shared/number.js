// The number of a case as people say it: without the part that only tells machines which of several it is.
const MACHINE = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** '' where the case has no number of its own; the whole key belongs into a title. */
export function caseNumber(key) {
  return !key || MACHINE.test(key) ? '' : key.split('/')[0];
}

// Vite plugin: mends a fault of form-js 1.x in which a date that is typed before a field has settled is forgotten.
//
// A date-time field first asks itself to refresh (`refreshOnly`); a date or time typed before that request is carried
// out was added to it, and thrown away with it, while the page went on showing what was typed.
const VIEWER = /\/@bpmn-io\/form-js-viewer\/dist\/index\.es\.js$/;
const FORGETS = /setDateTimeUpdateRequest\(prev => prev \? \{/g;
const KEEPS = 'setDateTimeUpdateRequest(prev => prev && !prev.refreshOnly ? {';

export default function mendFormJs() {
  return {
    name: 'mend-form-js',
    enforce: 'pre',
    transform(code, id) {
      if (!VIEWER.test(id.split('?')[0])) return null;
      const found = code.match(FORGETS)?.length ?? 0;
      if (found !== 2) this.error(`form-js has changed: ${found} places to mend instead of 2; see whether it is mended there`);
      return { code: code.replace(FORGETS, KEEPS), map: null };
    },
  };
}

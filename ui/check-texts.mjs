// Fails when the two languages of the desks do not have the same keys and placeholders.
import en from './src/i18n/en.js';
import zh from './src/i18n/zh.js';

function flatten(texts, prefix = '') {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const places = (text) => (text.match(/\{\w+\}/g) || []).sort().join();
const english = new Map(flatten(en));
const problems = [];
for (const [key, text] of flatten(zh)) {
  if (!english.has(key)) problems.push(`en.js lacks ${key}`);
  else if (places(text) !== places(english.get(key))) problems.push(`${key}: placeholders differ`);
  english.delete(key);
}
problems.push(...[...english.keys()].map((key) => `zh.js lacks ${key}`));
console.log(problems.join('\n'));
process.exit(problems.length ? 1 : 0);

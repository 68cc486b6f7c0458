// Vite plugin: routes hard-coded English literals of named packages through globalThis.__banliTranslate (src/designer/translate.js).
const KEYS = 'label|title|name|description|placeholder|children|emptyPlaceholder|text|tooltip';
const LITERAL = new RegExp(`\\b(${KEYS}): (['"])([A-Z][A-Za-z][^'"\\n]*)\\2(?=[,\\n }])`, 'g');

// The one word for which the form viewer does not ask its translate service (src/clerk/form.js).
const VIEWER = '/node_modules/@bpmn-io/form-js-viewer/';
const SELECT = "valueLabel || 'Select'";

function call(text) {
  return `globalThis.__banliTranslate(${JSON.stringify(text.replace(/\\'/g, "'"))})`;
}

export default function translateLiterals(packages) {
  return {
    name: 'translate-literals',
    enforce: 'pre',
    transform(code, id) {
      const file = id.split('?')[0];
      const named = packages.some((name) => file.includes(`/node_modules/${name}/`));
      const viewer = file.includes(VIEWER);
      if (!(named || viewer) || !/\.m?js$/.test(file)) return null;
      const said = viewer ? code.replace(SELECT, `valueLabel || (globalThis.__banliFormText?.('Select') ?? 'Select')`) : code;
      if (!named) return { code: said, map: null };
      const translated = said
        .replace(LITERAL, (_, key, quote, text) => `${key}: ${call(text)}`)
        .replace("return 'Form';", `return ${call('Form')};`)
        .replace(/title="([A-Z][A-Za-z/ ]+)"/g, (_, text) => `title="\${${call(text)}}"`)
        .replace(/^(\s*|.*innerHTML = `)(Token Simulation) /gm, (_, before, text) => `${before}\${${call(text)}} `);
      return { code: translated, map: null };
    },
  };
}

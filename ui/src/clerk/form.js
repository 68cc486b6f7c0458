// Makes form-js forms: Chinese texts and calendar, the pickers of the office, files.
import { Form } from '@bpmn-io/form-js-viewer';
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/esm/l10n/zh.js';
import { language, session } from '../shared/api.js';
import { FORM_TEXTS } from './form-texts.js';
import { FileList, GroupPicker, ReferencePicker, UserPicker } from './pickers.js';

function translate(template, replacements = {}) {
  const text = language() === 'zh' ? FORM_TEXTS[template] || template : template;
  return text.replace(/{([^}]+)}/g, (_, name) => replacements[name] ?? `{${name}}`);
}

// form-js has this one word hard-coded; the build routes it here (translate-literals.js).
globalThis.__banliFormText = translate;

class OfficeFields {
  constructor(formFields) {
    for (const field of [UserPicker, GroupPicker, ReferencePicker, FileList]) {
      formFields.register(field.config.type, field);
    }
  }
}
OfficeFields.$inject = ['formFields'];

const OfficeModule = {
  __init__: ['officeFields'],
  officeFields: ['type', OfficeFields],
  translate: ['value', translate],
};

/** What a field begins with where nothing is there yet, by its custom property `prefill`. */
const PREFILLS = { now: thisMinute, me: () => session.user?.id };

function prefilled(schema, data) {
  const fields = schema.components.filter(({ key, properties }) => properties?.prefill in PREFILLS && !data[key]);
  return { ...data, ...Object.fromEntries(fields.map(({ key, properties }) => [key, PREFILLS[properties.prefill]()])) };
}

function thisMinute() {
  const now = new Date();
  const ahead = -now.getTimezoneOffset();
  const two = (number) => String(number).padStart(2, '0');
  const offset = `${ahead < 0 ? '-' : '+'}${two(Math.floor(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`;
  return `${new Date(now.getTime() + ahead * 60000).toISOString().slice(0, 16)}${offset}`;
}

export async function createForm(container, { schema, data, readOnly, instanceId }) {
  if (language() === 'zh') flatpickr.localize(Mandarin);
  const form = new Form({
    container,
    additionalModules: [{ ...OfficeModule, officeContext: ['value', { instanceId }] }],
    properties: { readOnly },
    // What is typed counts at once: a form that is handed in or drawn anew within form-js's 300 ms would lose it.
    debounce: false,
  });
  const values = JSON.parse(JSON.stringify(data || {}));
  await form.importSchema(JSON.parse(JSON.stringify(schema)), readOnly ? values : prefilled(schema, values));
  return form;
}

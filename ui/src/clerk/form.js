// Makes form-js forms: Chinese texts and calendar, the pickers of the office, files.
import { Form } from '@bpmn-io/form-js-viewer';
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/esm/l10n/zh.js';
import { language } from '../shared/api.js';
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

export async function createForm(container, { schema, data, readOnly, instanceId }) {
  if (language() === 'zh') flatpickr.localize(Mandarin);
  const form = new Form({
    container,
    additionalModules: [{ ...OfficeModule, officeContext: ['value', { instanceId }] }],
    properties: { readOnly },
  });
  await form.importSchema(JSON.parse(JSON.stringify(schema)), JSON.parse(JSON.stringify(data || {})));
  return form;
}

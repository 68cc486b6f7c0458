// The office's form fields as the form editor shows them: their label and what they search; filled in only in the desks.
import { h } from 'preact';

const FIELDS = {
  user_picker: '人员选择',
  group_picker: '机构选择',
  reference_picker: '关联事项选择',
  file_list: '附件',
};

function Icon() {
  return h('svg', { width: 54, height: 54, viewBox: '0 0 54 54', fill: 'none', 'aria-hidden': 'true' }, [
    h('rect', { x: 8, y: 18, width: 38, height: 18, rx: 3, stroke: 'currentColor', 'stroke-width': 2 }),
    h('circle', { cx: 36, cy: 26, r: 4, stroke: 'currentColor', 'stroke-width': 2 }),
    h('path', { d: 'M39 29l4 4', stroke: 'currentColor', 'stroke-width': 2 }),
  ]);
}

function fieldOf(type, name) {
  function OfficeField({ field, domId }) {
    return h('div', { class: `fjs-form-field fjs-form-field-${type}` }, [
      h('label', { class: 'fjs-form-field-label', for: domId }, field.label || name),
      h('input', { id: domId, class: 'fjs-input', type: 'text', disabled: true, placeholder: name }),
    ]);
  }
  OfficeField.config = {
    type, keyed: true, name, label: name, group: 'basic-input', emptyValue: null, icon: Icon,
    sanitizeValue: ({ value }) => value ?? null,
    create: (options = {}) => ({ label: name, ...options }),
  };
  return OfficeField;
}

class OfficeFields {
  constructor(formFields) {
    for (const [type, name] of Object.entries(FIELDS)) formFields.register(type, fieldOf(type, name));
  }
}
OfficeFields.$inject = ['formFields'];

export const OfficeFieldsModule = { __init__: ['officeFields'], officeFields: ['type', OfficeFields] };

// form-js fields of the office: people, groups and references searched on the server, and files. Preact, because form-js is.
import { FormContext, Label, Errors, Description } from '@bpmn-io/form-js-viewer';
import { h } from 'form-js-preact';
import { useContext, useEffect, useRef, useState } from 'form-js-preact/hooks';
import { api, get } from '../shared/api.js';
import { i18n } from '../i18n/index.js';

const t = (key) => i18n.global.t(key);
const asList = (value, multiple) => (multiple ? value || [] : value ? [value] : []);

function Frame({ field, domId, errors, children }) {
  return h('div', { class: `fjs-form-field fjs-form-field-${field.type}${errors.length ? ' fjs-has-errors' : ''}` }, [
    h(Label, { htmlFor: domId, label: field.label, required: field.validate?.required }),
    children,
    h(Description, { id: `${domId}-description`, description: field.description }),
    h(Errors, { id: `${domId}-error-message`, errors }),
  ]);
}

function useLabels(path, values) {
  const [labels, setLabels] = useState({});
  const missing = values.filter((value) => !(value in labels));
  useEffect(() => {
    if (!missing.length) return;
    const query = missing.map((value) => `id=${encodeURIComponent(value)}`).join('&');
    get(`${path}${path.includes('?') ? '&' : '?'}${query}`)
      .then((found) => setLabels((old) => ({ ...old, ...Object.fromEntries(found.map((row) => [row.value, row.label])) })))
      .catch(() => setLabels((old) => ({ ...old, ...Object.fromEntries(missing.map((value) => [value, value])) })));
  }, [missing.join('|')]);
  return labels;
}

function picker(type, label, pathOf, hint) {
  function Picker(props) {
    const { field, domId, disabled, readonly, errors = [], value, onChange } = props;
    const multiple = !!field.multiple;
    const chosen = asList(value, multiple);
    const path = pathOf(field);
    const labels = useLabels(path, chosen);
    const [text, setText] = useState('');
    const [found, setFound] = useState(null);
    const [active, setActive] = useState(0);
    const asked = useRef(0);
    // `properties.fixed`: the row of a list is about this person; the value goes along, but nobody changes it.
    const fixed = disabled || readonly || !!field.properties?.fixed;

    useEffect(() => {
      if (found === null) return undefined;
      const turn = ++asked.current;
      const timer = setTimeout(async () => {
        const query = `${path}${path.includes('?') ? '&' : '?'}q=${encodeURIComponent(text)}`;
        const rows = await get(query).catch(() => []);
        if (turn !== asked.current) return;
        setFound(rows.filter((row) => !chosen.includes(row.value)));
        setActive(0);
      }, 200);
      return () => clearTimeout(timer);
    }, [text, found === null]);

    const set = (values) => onChange({ field, value: multiple ? values : values[0] ?? null });
    const choose = (row) => {
      set(multiple ? [...chosen, row.value] : [row.value]);
      setText('');
      setFound(null);
    };
    const onKeyDown = (event) => {
      if (event.key === 'Escape') setFound(null);
      if (!found?.length) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        setActive((active + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
        event.preventDefault();
      }
      if (event.key === 'Enter') {
        choose(found[active]);
        event.preventDefault();
      }
    };

    return h(Frame, { field, domId, errors }, h('div', { class: 'office-picker' }, [
      h('div', { class: 'office-chips' }, chosen.map((id) => h('span', { class: 'office-chip', key: id }, [
        labels[id] || id,
        !fixed && h('button', {
          type: 'button', 'aria-label': `${t('picker.remove')} ${labels[id] || id}`,
          onClick: () => set(chosen.filter((other) => other !== id)),
        }, '×'),
      ]))),
      !fixed && h('input', {
        id: domId, type: 'text', class: 'fjs-input', role: 'combobox', autocomplete: 'off', value: text, placeholder: t(hint),
        'aria-expanded': found !== null, 'aria-controls': `${domId}-list`, 'aria-invalid': errors.length > 0,
        'aria-activedescendant': found?.length ? `${domId}-option-${active}` : undefined,
        onInput: (event) => { setText(event.target.value); setFound(found || []); },
        onFocus: () => setFound([]), onBlur: () => setTimeout(() => setFound(null), 150), onKeyDown,
      }),
      h('ul', { id: `${domId}-list`, role: 'listbox', class: 'office-options', hidden: !found, 'aria-label': field.label },
        (found || []).map((row, index) => h('li', {
          id: `${domId}-option-${index}`, key: row.value, role: 'option', 'aria-selected': index === active,
          onMouseDown: (event) => { event.preventDefault(); choose(row); },
        }, [row.label, row.hint && h('small', null, ` ${row.hint}`)]))),
    ]));
  }
  Picker.config = {
    type, keyed: true, name: label, label, group: 'basic-input', emptyValue: null,
    sanitizeValue: ({ value }) => value ?? null, create: (options = {}) => ({ label, ...options }),
  };
  return Picker;
}

export const UserPicker = picker('user_picker', '人员', (field) => `/pick/people${field.group ? `?group=${encodeURIComponent(field.group)}` : ''}`, 'picker.people');
export const GroupPicker = picker('group_picker', '机构', (field) => `/pick/groups${field.groupKind ? `?kind=${encodeURIComponent(field.groupKind)}` : ''}`, 'picker.groups');
export const ReferencePicker = picker('reference_picker', '关联事项', (field) => `/pick/references?kind=${encodeURIComponent(field.reference || '')}`, 'picker.reference');

export function FileList(props) {
  const { field, domId, disabled, readonly, errors = [], value, onChange } = props;
  const { formId, getService } = useContext(FormContext);
  const { instanceId } = getService('officeContext');
  const instance = instanceId ? `instance=${encodeURIComponent(instanceId)}&` : '';
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const files = asList(value, true).flat();
  const fixed = disabled || readonly;

  async function upload(event) {
    setBusy(true);
    setFailure('');
    try {
      const added = [];
      for (const file of event.target.files) {
        const body = new FormData();
        body.append('file', file);
        added.push(await api('POST', '/files', body));
      }
      onChange({ field, value: field.multiple === false ? added.slice(-1) : [...files, ...added] });
    } catch (error) {
      setFailure(error.message);
    } finally {
      event.target.value = '';
      setBusy(false);
    }
  }

  return h(Frame, { field, domId, errors: failure ? [...errors, failure] : errors }, [
    h('ul', { class: 'office-files' }, files.map((file) => h('li', { key: file.sha256 }, [
      h('a', { href: `/api/files/${file.sha256}?${instance}name=${encodeURIComponent(file.name)}` }, file.name),
      h('small', null, ` ${Math.ceil(file.size / 1024)} KB`),
      !fixed && h('button', {
        type: 'button', 'aria-label': `${t('picker.remove')} ${file.name}`,
        onClick: () => onChange({ field, value: files.filter((other) => other !== file) }),
      }, '×'),
    ]))),
    // The browser's own button speaks the browser's language, not the page's.
    !fixed && h('label', { class: 'office-upload' }, [
      h('input', { id: domId, type: 'file', multiple: field.multiple !== false, disabled: busy, onChange: upload, 'data-form': formId }),
      h('span', null, t('picker.upload')),
    ]),
    busy && h('small', { role: 'status' }, t('picker.uploading')),
  ]);
}
FileList.config = {
  type: 'file_list', keyed: true, name: '附件', label: '附件', group: 'basic-input', emptyValue: [],
  sanitizeValue: ({ value }) => value ?? [], create: (options = {}) => ({ label: '附件', ...options }),
};

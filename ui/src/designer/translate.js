// Chinese for the editors: our own entries over the community's; must be imported before the editors are.
import zhBase from 'bpmn-js-i18n-zh/lib/bpmn-js';
import zhPanel from 'bpmn-js-i18n-zh/lib/camunda-properties-panel';
import { language } from '../shared/api.js';
import { OWN_TEXTS } from './texts.js';

const TEXTS = { ...zhBase, ...zhPanel, ...OWN_TEXTS };

export function translate(template, replacements = {}) {
  const text = language() === 'zh' ? TEXTS[template] || template : template;
  return text.replace(/{([^}]+)}/g, (_, name) => replacements[name] ?? `{${name}}`);
}

globalThis.__banliTranslate = (text) => translate(text);
globalThis.__banliFormText ??= translate;

export const TranslateModule = { translate: ['value', translate] };

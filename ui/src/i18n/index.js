// Chinese first, English by a switch; a switch reloads the page because the editors fix their texts at load.
import { createI18n } from 'vue-i18n';
import { language } from '../shared/api.js';
import en from './en.js';
import zh from './zh.js';

export const i18n = createI18n({ legacy: false, locale: language(), fallbackLocale: 'zh', messages: { zh, en } });

export function switchLanguage() {
  localStorage.setItem('banli.language', language() === 'zh' ? 'en' : 'zh');
  window.location.reload();
}

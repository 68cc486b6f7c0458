// The one way to the server: JSON in and out, CSRF token, language, idempotency key on writing calls.
import { reactive } from 'vue';

export const session = reactive({ loaded: false, user: null, rights: [], csrf: '', office: '', demo_accounts: null });

export class ApiError extends Error {
  constructor(status, body) {
    super(body.message || `HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

export function language() {
  return localStorage.getItem('banli.language') || 'zh';
}

let inBackground = false;

/** Run a reload that nobody asked for: its requests do not keep an idle person signed in. */
export function background(reload) {
  inBackground = true;
  try {
    reload();
  } finally {
    inBackground = false;
  }
}

function headersFor(method, json) {
  const headers = { Accept: 'application/json', 'Accept-Language': language() };
  if (inBackground) headers['X-Background'] = '1';
  if (method === 'GET') return headers;
  if (json) headers['Content-Type'] = 'application/json';
  headers['X-CSRF-Token'] = session.csrf;
  headers['Idempotency-Key'] = newKey();
  return headers;
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function api(method, path, body) {
  const json = body !== undefined && !(body instanceof FormData);
  const response = await fetch(`/api${path}`, {
    method,
    headers: headersFor(method, json),
    body: json ? JSON.stringify(body) : body,
    credentials: 'same-origin',
  });
  const answer = response.status === 204 ? null : await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 401 && session.user) session.user = null;
  throw new ApiError(response.status, answer || {});
}

export const get = (path, query) => api('GET', query ? `${path}?${toQuery(query)}` : path);
export const post = (path, body = {}) => api('POST', path, body);
export const put = (path, body = {}) => api('PUT', path, body);
export const patch = (path, body = {}) => api('PATCH', path, body);
export const remove = (path) => api('DELETE', path);

function toQuery(query) {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return new URLSearchParams(kept).toString();
}

export async function loadSession() {
  Object.assign(session, await get('/session'), { loaded: true });
  return session;
}

export function may(...rights) {
  return rights.some((right) => session.rights.includes(right));
}

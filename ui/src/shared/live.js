// "Something changed" signals from the server; pages fetch again what they show. Nothing a person types is touched.
import { onBeforeUnmount, onMounted } from 'vue';
import { background } from './api.js';

const listeners = new Map();
let port = null;

/** Says who is signed in on this page: the stream is that person's; for nobody there is none. */
export function followPerson(id) {
  connect();
  port?.postMessage({ person: id || null });
}

function connect() {
  if (port || !window.SharedWorker) return;
  const worker = new SharedWorker(new URL('./live-worker.js', import.meta.url), { type: 'module', name: 'banli-live' });
  port = worker.port;
  port.onmessage = ({ data }) => {
    for (const listener of listeners.get(data.topic) || []) background(() => listener(data.data));
  };
  port.start();
  window.addEventListener('pagehide', () => port.postMessage('bye'));
}

export function useLive(topic, listener) {
  onMounted(() => {
    connect();
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(listener);
  });
  onBeforeUnmount(() => listeners.get(topic)?.delete(listener));
}

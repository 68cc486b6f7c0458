// One EventSource for all tabs of this browser (HTTP/1.1 allows six connections per host).
const ports = new Set();
const TOPICS = ['tasks', 'instances', 'deployments', 'session'];
let source = null;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function open() {
  source = new EventSource('/api/stream');
  for (const topic of TOPICS) {
    source.addEventListener(topic, (event) => tell({ topic, data: JSON.parse(event.data || '{}') }));
  }
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return;
    source = null;
    setTimeout(() => ports.size && !source && open(), 5000);
  };
}

self.onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = (message) => {
    if (message.data === 'bye') ports.delete(port);
    if (!ports.size && source) {
      source.close();
      source = null;
    }
  };
  if (!source) open();
};

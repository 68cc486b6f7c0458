// One EventSource for all tabs of this browser (HTTP/1.1 allows six connections per host), of whoever is signed in.
const ports = new Set();
const TOPICS = ['tasks', 'instances', 'deployments', 'session'];
const RETRY_MS = 5000;
let source = null;
let person = null;
let missed = false;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function open() {
  source = new EventSource('/api/stream');
  for (const topic of TOPICS) {
    source.addEventListener(topic, (event) => tell({ topic, data: JSON.parse(event.data || '{}') }));
  }
  source.onopen = () => {
    // What changed while the stream was down was told to nobody: every page looks again.
    if (missed) for (const topic of TOPICS) tell({ topic, data: {} });
    missed = false;
  };
  source.onerror = () => {
    missed = true;
    if (source.readyState !== EventSource.CLOSED) return;
    source = null;
    setTimeout(() => ports.size && person && !source && open(), RETRY_MS);
  };
}

function close() {
  source?.close();
  source = null;
}

function follow(id) {
  if (id === person && source) return;
  close();
  person = id;
  if (person) open();
}

self.onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = ({ data }) => {
    if (data === 'bye') ports.delete(port);
    else follow(data.person);
    if (!ports.size) close();
  };
};

// What the three editors share: load, autosaved draft, debounced dry run on the server, deploy.
import { onBeforeUnmount, reactive } from 'vue';
import { get, post } from '../shared/api.js';
import { tellDone, tellError, withErrors } from '../shared/messages.js';
import { dropDraft, findDraft, keepDraft, saveAs } from './models.js';

const CHECK_AFTER_MS = 900;

export function useEditor({ kind, key, read, show, t, onProblems = () => {} }) {
  const state = reactive({ title: key, version: 0, resource: `${key}.${{ process: 'bpmn', decision: 'dmn', form: 'form' }[kind]}`, dirty: false, draft: null, problems: [], busy: false });
  let timer = null;
  let turn = 0;

  async function load(version) {
    const model = await withErrors(() => get(`/models/${kind}/${key}`, { version }));
    if (!model) return;
    Object.assign(state, { title: model.name || key, version: model.version, resource: model.resource_name, dirty: false, draft: findDraft(kind, key) });
    await show(model.content);
    await check();
  }

  async function check() {
    const mine = ++turn;
    try {
      const answer = await post('/models/check', { resources: [{ name: state.resource, content: await read() }] });
      if (mine !== turn) return;
      state.problems = answer.problems;
      onProblems(answer.problems);
    } catch (error) {
      if (mine === turn) tellError(error);
    }
  }

  function changed() {
    state.dirty = true;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      keepDraft(kind, key, await read(), state.version);
      await check();
    }, CHECK_AFTER_MS);
  }

  async function deploy(note) {
    state.busy = true;
    try {
      const resources = [{ name: state.resource, content: await read() }];
      const answer = await post('/models/deploy', { name: state.title, note, resources });
      const mine = answer.definitions.find((definition) => definition.kind === kind) || answer.definitions[0];
      state.version = mine?.version ?? state.version;
      state.dirty = false;
      state.draft = null;
      dropDraft(kind, key);
      tellDone(t('designer.deployedDone', { n: state.version }));
    } catch (error) {
      if (error.body?.problems) {
        state.problems = error.body.problems;
        onProblems(error.body.problems);
        tellError({ message: t('designer.refused') });
      } else {
        tellError(error);
      }
    } finally {
      state.busy = false;
    }
  }

  async function restore() {
    const { content } = state.draft;
    state.draft = null;
    await show(content);
    changed();
  }

  function discard() {
    dropDraft(kind, key);
    state.draft = null;
  }

  async function upload(content) {
    await withErrors(() => show(content));
    changed();
  }

  const download = async () => saveAs(state.resource.split('/').pop(), await read());
  onBeforeUnmount(() => clearTimeout(timer));
  return { state, load, check, changed, deploy, restore, discard, upload, download };
}

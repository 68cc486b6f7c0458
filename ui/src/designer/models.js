// Drafts of models in this browser, kept until they are deployed; never deployed by themselves.
const PREFIX = 'banli.draft.';

export function keepDraft(kind, key, content, base) {
  localStorage.setItem(`${PREFIX}${kind}.${key}`, JSON.stringify({ content, base, at: new Date().toISOString() }));
}

export function findDraft(kind, key) {
  const kept = localStorage.getItem(`${PREFIX}${kind}.${key}`);
  return kept ? JSON.parse(kept) : null;
}

export function dropDraft(kind, key) {
  localStorage.removeItem(`${PREFIX}${kind}.${key}`);
}

export function saveAs(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/xml' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

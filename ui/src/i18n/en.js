// The desks in English; zh.js has the same keys (a test holds them together).
export default {
  app: { name: 'Banli', other: '办理', skip: 'Skip to content', language: '中文', signOut: 'Sign out', password: 'Change password', menu: 'Main menu', user: 'Signed in' },
  menu: {
    mine: 'My tasks', groups: 'To claim', done: 'Done', started: 'Started by me', start: 'Start a case', absence: 'Absence and stand-ins', notices: 'Notices', archive: 'Archive',
    topics: 'Topics', meetings: 'Meetings', instances: 'Instances', models: 'Models', people: 'People', groupsAdmin: 'Posts and units',
    calendar: 'Work calendar', settings: 'Office rules', work: 'My work', office: 'Meetings', watch: 'Supervision', design: 'Design', admin: 'Administration',
  },
  common: {
    confirm: 'OK', cancel: 'Cancel', save: 'Save', close: 'Close', search: 'Search', all: 'All', none: 'None', reload: 'Reload', back: 'Back',
    delete: 'Delete', edit: 'Edit', add: 'Add', more: 'Load more', empty: 'Nothing here', name: 'Name', state: 'State', actions: 'Actions', saved: 'Saved',
    version: 'Version', yes: 'Yes', no: 'No', from: 'From', to: 'To', reason: 'Reason', loading: 'Loading', total: '{n} in all', open: 'Open', noNumber: 'no number', articles: 'Art. {list}',
  },
  reason: { label: 'Give a reason (kept in the operation log)', required: 'A reason is required' },
  signIn: {
    title: 'Sign in', user: 'User', password: 'Password', submit: 'Sign in', demo: 'Demo accounts (this machine only)', demoHint: 'Click one to sign in with the demo password.',
    locked: 'Locked, try again after {time}',
  },
  password: { title: 'Change password', old: 'Old password', new: 'New password', again: 'New password again', differ: 'The two new passwords differ', must: 'Change your password first', done: 'Password changed' },
  light: { green: 'In time', yellow: 'Due soon', red: 'Overdue', grey: 'Paused', none: 'No deadline' },
  task: {
    title: 'Task', process: 'Process', due: 'Due', created: 'Arrived', ended: 'Ended', assignee: 'Assignee', candidates: 'Offered to', caseNumber: 'Number',
    claim: 'Claim', unclaim: 'Give back', complete: 'Complete', draft: 'Save draft', draftSaved: 'Draft saved at {time}', urge: 'Urge', reassign: 'Reassign', sortDue: 'By due date', sortCreated: 'By arrival',
    changed: 'Somebody else has just changed this task. What you typed is still here.', refresh: 'Show as it is now', urgedBy: 'Urged by {name}, {time}. {note}', gone: 'This task is no longer yours.', completed: 'Completed', claimed: 'Claimed', form: 'Form', record: 'Case', papers: 'Papers', history: 'Who did what',
    diagram: 'Diagram', deadline: 'Why this due time', article: 'Article', base: 'Counted from', formula: 'Formula', estimated: '(holidays not published yet, estimated)', onBehalf: 'On behalf of {name}', noForm: 'This task has no form; check and complete it.',
    next: 'Next task', urgeNote: 'Note', urged: 'Urged', search: 'Name or number', current: 'Current step', noTasks: 'Nothing to do', fix: 'Correct what is marked first',
  },
  start: { title: 'Start a case', submit: 'Submit', started: 'Started, number {number}', none: 'There is no process you may start' },
  instance: {
    title: 'Instances', state: { running: 'Running', finished: 'Finished', suspended: 'Suspended', incident: 'With incidents', ACTIVE: 'Running', SUSPENDED: 'Suspended', COMPLETED: 'Completed', EXTERNALLY_TERMINATED: 'Cancelled', INTERNALLY_TERMINATED: 'Terminated' },
    late: 'Overdue only', unit: 'Unit', businessKey: 'Number', started: 'Started', by: 'Started by', ended: 'Ended', current: 'Current step', holders: 'Held by', incidents: 'Incidents', search: 'Title, number or text',
    diagram: 'Diagram', tree: 'Activity tree', variables: 'Variables', deadlines: 'Deadlines', history: 'History', log: 'Operation log', papers: 'Papers', waiting: 'What it waits for', why: 'Why', for: 'For whom', since: 'Since',
    cancel: 'Cancel', suspend: 'Suspend', activate: 'Activate', urge: 'Urge', retry: 'Retry', scope: 'Scope', type: 'Type', value: 'Value', rule: 'Rule', actor: 'Actor', operation: 'Operation', at: 'At', children: 'Called', parent: 'Called by',
    confirmCancel: 'Cancel this instance', confirmSuspend: 'Suspend this instance', confirmActivate: 'Activate this instance', due: 'Due', done: 'Done', before: 'Before', after: 'After', calendarVersion: 'Calendar', begun: 'Begun', andMore: '{names} and others, {n} in all',
    adHoc: 'Work as needed', adHocHint: 'Start what is needed, as often and in the order you like', adHocBusy: 'The next piece of work starts when the one under way is done', adHocStarted: '"{name}" started', adHocEnd: 'End this stage',
  },
  mend: {
    title: 'Adjust', jump: 'Move', hint: 'Pick a step in the diagram', picked: 'Step {id}', start_before: 'Start here', start_after: 'Start after this', cancel: 'Cancel this step', cancel_one: 'Cancel', cancelOne: 'Cancel "{name}"', steps: 'In this order', apply: 'Adjust',
    return: 'Give back', returnTask: 'Give back "{name}"', to: 'Back to', noTargets: 'There is nothing to give it back to', siblings: 'Cancel other branches too: {names}', signers: 'Signing together: {name}', add: 'Add a signer', remove: 'Remove a signer', removeOne: 'Remove number {n}',
    migration: 'Version', migrate: 'Go on under another version', target: 'Version', noVersions: 'There is no other version', every: 'All {n} cases of this version', first: 'The first {n} are shown', able: 'can go', migrateN: 'Migrate {n}', migrating: '{n} cases are being migrated',
  },
  designer: {
    title: 'Models', new: 'New process', key: 'Key', kind: 'Kind', process: 'Process', decision: 'Decision', form: 'Form', deployed: 'Deployed', by: 'By', running: 'Running', versions: 'Versions', rollback: 'Restore this version',
    deploy: 'Deploy', note: 'Note', noteRequired: 'A note is required', deployedDone: 'Deployed, version {n}', problems: 'Findings', noProblems: 'No findings', unsaved: 'Changes not deployed (kept as a draft)', restore: 'Restore draft', discard: 'Discard draft',
    draftFound: 'A draft of {time} was found', checkFailed: 'The check did not finish', line: 'line {n}', minimap: 'Minimap', simulate: 'Token simulation', download: 'Download', upload: 'Open a file', error: 'Error', warning: 'Warning', rolledBack: 'Restored as version {n}', refused: 'Refused: see the marked elements', fit: 'Fit', undo: 'Undo', redo: 'Redo', canvas: 'Diagram canvas', properties: 'Properties',
  },
  absence: { title: 'Absence and stand-ins', user: 'Person', kind: 'Kind', from: 'From', to: 'To', deputy: 'Stand-in', deputyAuto: 'By the rules', reason: 'Reason', add: 'Record an absence', removed: 'Removed', kinds: { leave: 'Leave', travel: 'Travel', study: 'Study', meeting: 'Meeting' }, active: 'Now', planned: 'Planned', over: 'Over', confirm: 'Confirm {name} as stand-in', confirmed: 'Stand-in confirmed' },
  people: { title: 'People', id: 'Account', name: 'Name', posts: 'Posts', rights: 'Rights', active: 'Active', add: 'Add a person', resetPassword: 'Reset password', unlock: 'Unlock', password: 'Initial password', rightNames: { clerk: 'Clerk', supervisor: 'Supervisor', operator: 'Operator', designer: 'Designer', administrator: 'Administrator', worker: 'Machine', 'any-task': 'Any task' } },
  groups: { title: 'Posts and units', id: 'Id', name: 'Name', members: 'Members', add: 'Add', addMember: 'Add a member', kind: 'Kind', parent: 'Belongs to', kinds: { post: 'Post', unit: 'Unit', unit_role: 'Role in a unit', body: 'Outside body', class: 'Class', role: 'Role' } },
  calendar: { title: 'Work calendar', working: 'Working day', holiday: 'Day off', source: { national: 'National', override: 'Own change', weekend: 'Weekend', estimated: 'Estimated' }, year: 'Year', set: 'Change this day', name: 'Note', nameRequired: 'Say why', recomputed: '{n} open deadlines recomputed', clear: 'Remove the change', kind: 'Kind', legend: 'Legend' },
  settings: { title: 'Office rules', key: 'Item', value: 'Value', article: 'Article', changed: 'Last change', default: 'Default', history: 'History' },
  office: {
    topics: 'Topics', meetings: 'Meetings', number: 'Number', title: 'Title', unit: 'Unit', state: 'State', meeting: 'Meeting', time: 'Time', place: 'Place', chair: 'Chair', agenda: 'Agenda', attendance: 'Attendance', quorum: 'Quorum', resolutions: 'Resolutions', minutes: 'Minutes',
    present: '{p} present of {n}', enough: 'reached', notEnough: 'not reached', person: 'Name', post: 'Post', reply: 'Reply', signedIn: 'Present', papers: 'Papers', responsible: 'Responsible units', result: 'Result', summary: "Chair's summary", case: 'Case',
  },
  topic: { registered: 'Registered', consultation: 'Consultation', due: 'answers until {time}', body: 'Body', opinion: 'Opinion', text: 'What it says', answered: 'Answered', adopted: 'Taken over', written: 'In writing', materials: 'Materials', submitted: 'Handed in', problems: 'Problems', papers: 'Papers' },
  notices: { title: 'Notices', unreadOnly: 'Unread only', subject: 'Notice', text: 'Text', sent: 'Sent', read: 'Read', unread: 'Unread', about: 'What it is about' },
  archive: {
    title: 'Archive', search: 'Archive number or number', number: 'Archive number', of: 'Belongs to', kind: 'Kind', missing: 'Complete', complete: 'complete', lacks: '{n} missing', retention: 'Retention', collected: 'Collected', packed: 'Archived', package: 'Package', manifest: 'Manifest', item: 'Item',
    present: 'there', explained: 'missing, explained', absent: 'missing', documents: 'Files', verify: 'Verify', whole: 'Whole: every file has its checksum', broken: 'Not whole: {list}',
  },
  picker: { people: 'Name or account', groups: 'Name', reference: 'Number or title', upload: 'Upload a file', uploading: 'Uploading', remove: 'Remove', noMatch: 'No match' },
  missing: { title: 'No such page', forbidden: 'You may not open this page', home: 'To my tasks' },
};

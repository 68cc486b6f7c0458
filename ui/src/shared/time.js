// Times as the office reads them (Asia/Shanghai, whatever the browser's zone is).
const FULL = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

export const when = (iso) => (iso ? FULL.format(new Date(iso)) : '');
export const day = (iso) => (iso ? DAY.format(new Date(iso)) : '');

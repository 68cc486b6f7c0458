// Every page of the desks; heavy editors are loaded when they are opened.
import { createRouter, createWebHistory } from 'vue-router';
import { loadSession, may, session } from './shared/api.js';

const routes = [
  { path: '/', redirect: '/tasks/mine' },
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignIn.vue'), meta: { open: true } },
  { path: '/password', name: 'password', component: () => import('./PasswordPage.vue') },
  { path: '/tasks/:box(mine|groups|done|started)', name: 'tasks', component: () => import('./clerk/TaskList.vue') },
  { path: '/task/:id', name: 'task', component: () => import('./clerk/TaskPage.vue') },
  { path: '/start', name: 'startable', component: () => import('./clerk/StartList.vue') },
  { path: '/start/:key', name: 'start', component: () => import('./clerk/StartPage.vue') },
  { path: '/absence', name: 'absence', component: () => import('./admin/AbsencePage.vue') },
  { path: '/topics', name: 'topics', component: () => import('./office/TopicList.vue') },
  { path: '/topics/:id', name: 'topic', component: () => import('./office/TopicPage.vue') },
  { path: '/meetings', name: 'meetings', component: () => import('./office/MeetingList.vue') },
  { path: '/meetings/:id', name: 'meeting', component: () => import('./office/MeetingPage.vue') },
  { path: '/notices', name: 'notices', component: () => import('./office/NoticeList.vue') },
  { path: '/archive', name: 'archive', component: () => import('./office/ArchiveList.vue') },
  { path: '/archive/:id', name: 'archive-file', component: () => import('./office/ArchivePage.vue') },
  { path: '/instances', name: 'instances', component: () => import('./case/InstanceList.vue') },
  { path: '/instances/:id', name: 'instance', component: () => import('./case/InstancePage.vue') },
  { path: '/models', name: 'models', component: () => import('./designer/ModelList.vue'), meta: { right: 'designer' } },
  {
    path: '/models/process/:key',
    name: 'process-editor',
    component: () => import('./designer/ProcessEditor.vue'),
    meta: { right: 'designer', wide: true },
  },
  {
    path: '/models/decision/:key',
    name: 'decision-editor',
    component: () => import('./designer/DecisionEditor.vue'),
    meta: { right: 'designer', wide: true },
  },
  {
    path: '/models/form/:key',
    name: 'form-editor',
    component: () => import('./designer/FormEditorPage.vue'),
    meta: { right: 'designer', wide: true },
  },
  { path: '/people', name: 'people', component: () => import('./admin/PeoplePage.vue'), meta: { right: 'administrator' } },
  { path: '/groups', name: 'groups', component: () => import('./admin/GroupsPage.vue'), meta: { right: 'administrator' } },
  { path: '/calendar', name: 'calendar', component: () => import('./admin/CalendarPage.vue') },
  { path: '/settings', name: 'settings', component: () => import('./admin/SettingsPage.vue'), meta: { right: 'administrator' } },
  { path: '/:rest(.*)*', name: 'missing', component: () => import('./MissingPage.vue') },
];

export const router = createRouter({ history: createWebHistory('/'), routes });

router.beforeEach(async (to) => {
  if (!session.loaded) await loadSession();
  if (!session.user && !to.meta.open) return { name: 'sign-in', query: { next: to.fullPath } };
  if (session.must_change_password && to.name !== 'password' && to.name !== 'sign-in') return { name: 'password' };
  if (to.meta.right && !may(to.meta.right)) return { name: 'missing', params: { rest: ['403'] } };
  return true;
});

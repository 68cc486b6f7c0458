// Starts the desks: session first, then the pages the signed-in person may see.
import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/el-loading.css';
import 'element-plus/theme-chalk/el-message-box.css';
import 'element-plus/theme-chalk/el-message.css';
import './style.css';
import { ElTable } from 'element-plus/es/components/table/index.mjs';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './i18n/index.js';
import { router } from './router.js';

// A table that is wider than its page must scroll by keyboard too; set once, so that no table is forgotten.
ElTable.props.scrollbarTabindex.default = 0;

createApp(App).use(i18n).use(router).mount('#app');

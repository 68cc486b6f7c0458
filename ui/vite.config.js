// Builds the desks into app/web/static/ui; the server serves them at the root.
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import Components from 'unplugin-vue-components/vite';
import mendFormJs from './mend-form-js.js';
import translateLiterals from './translate-literals.js';

export default {
  base: '/',
  plugins: [
    mendFormJs(),
    translateLiterals(['bpmn-js-token-simulation', '@bpmn-io/form-js-editor']),
    vue(),
    Components({ resolvers: [ElementPlusResolver()], dts: false, dirs: [] }),
  ],
  resolve: {
    alias: {
      // Our fields must be made by the very Preact that the form viewer renders with; the editor needs an older one.
      // The editor draws its fields with a viewer of its own, and styles them with that one's styles.
      'form-js-editor-fields.css': new URL('./node_modules/@bpmn-io/form-js-editor/node_modules/@bpmn-io/form-js-viewer/dist/assets/form-js.css', import.meta.url).pathname,
      'form-js-preact': new URL('./node_modules/@bpmn-io/form-js-viewer/node_modules/preact', import.meta.url).pathname,
    },
  },
  worker: { format: 'es' },
  build: {
    target: 'chrome90',
    outDir: process.env.BANLI_UI_OUT || '../app/web/static/ui',
    emptyOutDir: true,
    manifest: 'manifest.json',
    chunkSizeWarningLimit: 2500,
    license: { fileName: 'licenses.md' },
  },
};

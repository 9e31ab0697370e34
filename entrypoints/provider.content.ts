import { defineContentScript } from 'wxt/utils/define-content-script';
import { installProvider } from '../lib/provider/install-provider.ts';

export default defineContentScript({
  matches: ['https://*/*', 'http://localhost/*', 'http://*.localhost/*', 'http://127.0.0.1/*'],
  runAt: 'document_start',
  world: 'MAIN',
  allFrames: false,
  main: () => installProvider('Decentrl Companion'),
});

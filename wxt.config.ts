import { fileURLToPath } from 'node:url';
import { defineConfig } from 'wxt';
import { minifyBackground } from './scripts/minify-background.ts';
import { writeOutMethodNames } from './scripts/write-out-method-names.ts';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' https: wss: http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*",
  "frame-ancestors 'none'",
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

// Written here and not in the scripts: what WXT wraps a content script in is as large as the relay, runs in every page,
// and dispatches an event there that has the id of the extension in it (security.md T-21).
const inEveryPage = {
  matches: ['https://*/*', 'http://localhost/*', 'http://*.localhost/*', 'http://127.0.0.1/*'],
  run_at: 'document_start',
  all_frames: false,
} as const;

export default defineConfig({
  manifestVersion: 3,
  imports: false,
  vite: ({ mode }) => ({
    plugins: mode === 'production' ? [minifyBackground(), writeOutMethodNames()] : [],
    // viem brings an older copy of the same library; one keccak is enough.
    resolve: { alias: { '@noble/hashes/sha3': fileURLToPath(import.meta.resolve('@noble/hashes/sha3.js')) } },
  }),
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    permissions: [
      'storage',
      'alarms',
      'idle',
      'unlimitedStorage',
      ...(browser === 'firefox' ? ['declarativeNetRequestWithHostAccess'] : []),
    ],
    optional_permissions: ['notifications'],
    incognito: 'not_allowed',
    action: { default_title: '__MSG_extensionName__' },
    content_scripts: [
      { ...inEveryPage, js: ['provider.js'], world: 'MAIN' },
      { ...inEveryPage, js: ['relay.js'] },
    ],
    content_security_policy: { extension_pages: contentSecurityPolicy },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'companion@decentrl.example',
              strict_min_version: '142.0',
              data_collection_permissions: { required: ['personalCommunications'] },
            },
          },
        }
      : { minimum_chrome_version: '148' }),
  }),
});

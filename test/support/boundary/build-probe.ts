/** `node build-probe.ts <chrome|firefox> <folder>`: an extension of the real provider, relay and router, with fakes behind. */
import { join } from 'node:path';
import { build } from 'wxt';

const [browser = 'chrome', outDir = '.output/probe'] = process.argv.slice(2);
await build({
  root: join(import.meta.dirname, '../../..'),
  configFile: false,
  browser,
  outDir,
  manifestVersion: 3,
  imports: false,
  publicDir: join(import.meta.dirname, 'nothing'),
  entrypointsDir: join(import.meta.dirname, 'extension'),
  manifest: {
    name: 'Boundary probe',
    permissions: ['storage'],
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'probe@decentrl.example',
              strict_min_version: '142.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { minimum_chrome_version: '148' }),
  },
});

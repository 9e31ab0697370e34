import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { CryptoCases } from '../support/crypto-cases.ts';

const sources = join(import.meta.dirname, 'extension');

/** Builds the test-only extension with these rows in it, from the same `lib` as the companion; gives its folder. */
export async function buildCaseExtension(
  browser: 'chromium' | 'firefox',
  cases: CryptoCases,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `companion-cases-${browser}-`));
  for (const name of ['background', 'popup']) await bundle(name, folder);
  const background =
    browser === 'chromium'
      ? { service_worker: 'background.js', type: 'module' }
      : { scripts: ['background.js'], type: 'module' };
  const manifest = {
    manifest_version: 3,
    name: 'Verdict tables',
    version: '1',
    permissions: ['storage', 'unlimitedStorage'],
    background,
    ...(browser === 'firefox'
      ? { browser_specific_settings: { gecko: { id: 'verdicts@decentrl.example' } } }
      : {}),
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
  await writeFile(
    join(folder, 'popup.html'),
    '<!doctype html><meta charset="utf-8"><title>Verdicts</title><body></body><script type="module" src="popup.js"></script>',
  );
  return folder;
}

async function bundle(name: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      lib: { entry: join(sources, `${name}.ts`), formats: ['es'], fileName: () => `${name}.js` },
      outDir: folder,
      emptyOutDir: false,
      target: 'es2024',
      minify: false,
    },
  });
}

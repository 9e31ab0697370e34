import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes an unpacked extension that injects one empty script into each world of every page: what injecting anything at all costs. */
export async function writeEmptyExtension(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const matches = ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'];
  const manifest = {
    manifest_version: 3,
    name: 'Empty content scripts',
    version: '1.0',
    background: { service_worker: 'background.js' },
    content_scripts: [
      { matches, js: ['main.js'], run_at: 'document_start', world: 'MAIN' },
      { matches, js: ['isolated.js'], run_at: 'document_start' },
    ],
  };
  await Promise.all([
    writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest)),
    writeFile(join(folder, 'main.js'), ''),
    writeFile(join(folder, 'isolated.js'), ''),
    writeFile(join(folder, 'background.js'), ''),
  ]);
}

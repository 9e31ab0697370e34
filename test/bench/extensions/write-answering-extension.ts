import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const RELAY = `addEventListener('floor:ask', () => {
  chrome.runtime.sendMessage('ask').then(() => dispatchEvent(new CustomEvent('floor:answer')));
});`;
const WORKER = `chrome.runtime.onMessage.addListener((_message, _sender, reply) => { reply('answer'); });`;

/** Writes an unpacked extension whose relay passes `floor:ask` events of a page on and whose worker only answers. */
export async function writeAnsweringExtension(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = {
    manifest_version: 3,
    name: 'Answers',
    version: '1.0',
    background: { service_worker: 'background.js' },
    content_scripts: [{ matches: ['http://127.0.0.1/*'], js: ['relay.js'], run_at: 'document_start' }],
  };
  await Promise.all([
    writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest)),
    writeFile(join(folder, 'relay.js'), RELAY),
    writeFile(join(folder, 'background.js'), WORKER),
  ]);
}

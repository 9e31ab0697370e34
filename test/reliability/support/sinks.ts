import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A place where a secret could end up, and what is there. */
export interface Sink {
  name: string;
  bytes: Uint8Array;
}

/** Every file under a folder. What a browser takes away while it is read is left out. */
export async function filesUnder(folder: string, label: string): Promise<Sink[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sinks: Sink[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => null);
    if (bytes !== null) sinks.push({ name: `${label} ${path.slice(folder.length)}`, bytes });
  }
  return sinks;
}

/** A text as a sink. */
export const textSink = (name: string, text: string): Sink => ({ name, bytes: Buffer.from(text) });

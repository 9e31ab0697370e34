import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../build-extension.ts';

/** Every sentence of the popup by its name, as the catalogue has it. */
export function catalogue(): ReadonlyMap<string, string> {
  const text = readFileSync(join(projectRoot, 'public/_locales/en/messages.json'), 'utf8');
  const messages = JSON.parse(text) as Record<string, { message: string }>;
  return new Map(Object.entries(messages).map(([key, { message }]) => [key, message]));
}

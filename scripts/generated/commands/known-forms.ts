import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../build-extension.ts';

/** Names that the book calls otherwise. */
const CALLED: Record<string, string> = {
  agreementKey: 'X25519 key',
  HELD_STATES: 'state',
  handOverReceiptSchema: 'hand-over receipt',
  movedSchema: 'moved statement',
  resolvedAddressSchema: 'answer',
};

/** These say more than their names: how many rows are wanted depends on the command, and a receipt is short. */
const UNNAMED = new Set(['limit', 'saveReceiptSchema']);

/**
 * The schemas of lib/protocol that have a name, and the name in words: `chainId` is *chain id*, `shareSchema` *share*. Where
 * wallets sign as well, `ofDids` has the other signatures called by who makes them.
 */
export async function knownForms(ofDids: boolean): Promise<ReadonlyMap<unknown, string>> {
  const forms = new Map<unknown, string>();
  for (const file of readdirSync(join(projectRoot, 'lib/protocol')).sort()) {
    const module: Record<string, unknown> = await import(`../../../lib/protocol/${file}`);
    for (const [name, value] of Object.entries(module)) {
      if (Object.hasOwn(CALLED, name)) forms.set(value, CALLED[name] ?? '');
      else if (ofDids && name === 'signature') forms.set(value, 'DID signature');
      else if (isSchema(value) && !UNNAMED.has(name)) forms.set(value, inWords(name));
    }
  }
  return forms;
}

function isSchema(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema';
}

function inWords(name: string): string {
  return name
    .replace(/Schema$/, '')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/\b(did|cid)\b/g, (word) => word.toUpperCase());
}

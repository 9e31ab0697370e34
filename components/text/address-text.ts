import { findDid } from './did-text.ts';

/** Whom a text names. */
export type Recipient = { kind: 'did'; did: string } | { kind: 'address' | 'name'; to: string };

const ADDRESS = /(?<![0-9a-z])0x[0-9a-f]{40}(?![0-9a-z])/i;
const NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** Finds in something a person typed or pasted a DID, else a wallet address (also inside an invite link), else takes the whole as a name where it looks like one; null for none of them. */
export function findRecipient(text: string): Recipient | null {
  const did = findDid(text);
  if (did !== null) return { kind: 'did', did };
  const plain = text.normalize('NFKC').trim();
  const address = ADDRESS.exec(plain)?.[0];
  if (address !== undefined) return { kind: 'address', to: address };
  return plain.length <= 255 && NAME.test(plain) ? { kind: 'name', to: plain } : null;
}

/** `0x1234…abcd`: the short form of a wallet (popup.md *Rules*). */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/** The host a `did:web` names; any other DID as it is. */
export function hostOfDid(did: string): string {
  return did.startsWith('did:web:') ? did.slice(8).replace(/%3A/i, ':').split(':', 2).join(':') : did;
}

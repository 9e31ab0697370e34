import { displayLine } from '../domain/display-text.ts';

/** Short form of a DID for a person: `did:…` and the last six characters of its signing key. */
export function shortDid(signingKey: string): string {
  return `did:…${signingKey.slice(-6)}`;
}

/** Short form of a wallet address (lower case) for a person: `0x1234…abcd`. */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/** The name to show: petname, else alias, else a short id (`popup.md` *Rules*). One line, safe to show. */
export function contactName(contact: {
  petname: string | null;
  alias: string | null;
  signingKey: string;
}): string {
  const petname = contact.petname === null ? '' : displayLine(contact.petname, 64);
  if (petname !== '') return petname;
  const alias = contact.alias === null ? '' : displayLine(contact.alias, 64);
  return alias === '' ? shortDid(contact.signingKey) : alias;
}

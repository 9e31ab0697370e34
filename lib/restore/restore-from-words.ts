/**
 * Restore: the 24 words give the keys, the mediator says under which DIDs they are known there, and everything else is
 * read like another device's history would be (`protocol.md` §7.7): contract keys and contracts, then the own stored events.
 */
import { agreerFromSeed } from '../crypto/agreement.ts';
import { type Bytes, equalBytes } from '../crypto/bytes.ts';
import { CryptoError } from '../crypto/crypto-error.ts';
import { rootFromWords } from '../crypto/mnemonic.ts';
import { signerFromSeed } from '../crypto/signature.ts';
import { InvalidParamsError, NotFoundError } from '../errors/errors.ts';
import type { Keyring } from '../keys/keyring.ts';
import { loadWordList } from '../keys/word-list.ts';
import type { CommandClient } from '../mediator-client/send-command.ts';
import type { PackagedFile } from '../platform/packaged-file.ts';
import { deriveIdentitySeeds } from '../protocol/derive-keys.ts';
import { formatDid, type ParsedDid, parseDid } from '../protocol/did.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';

/** So many identities in a row that the mediator does not know end the search. */
const UNKNOWN_IN_A_ROW = 5;
const MOST_IDENTITIES = 1_000;

/** What a restore works with. */
export interface RestoreContext {
  readonly packagedFile: PackagedFile;
  readonly commands: CommandClient;
  readonly keyring: Pick<Keyring, 'restore'>;
}

export interface RestoreParams {
  words: string;
  mediatorDid: string;
  password: string;
}

/** An identity the mediator knows. */
export interface FoundIdentity {
  index: number;
  did: string;
  alias: string | null;
  mediatorDid: string;
}

/**
 * Restores the vault of these words with every identity that the mediator knows; the history follows in the background.
 * Throws InvalidParamsError for wrong words, NotFoundError when the mediator knows none of them, and as
 * `CommandClient.send`.
 */
export async function restoreFromWords(
  app: RestoreContext,
  { words, mediatorDid, password }: RestoreParams,
): Promise<{ identities: number }> {
  const root = readWords(words, await loadWordList(app.packagedFile));
  try {
    const identities = await findIdentities(app, root, mediatorDid);
    if (identities.length === 0) {
      throw new NotFoundError('This mediator knows nobody with these words. Is it the mediator you used?');
    }
    await app.keyring.restore({ root, identities, password });
    return { identities: identities.length };
  } finally {
    root.fill(0);
  }
}

function readWords(words: string, wordList: string[]): Bytes {
  try {
    return rootFromWords(words, wordList);
  } catch (error) {
    if (error instanceof CryptoError) throw new InvalidParamsError(error.message);
    throw error;
  }
}

/**
 * The identities 0, 1, … of a root that a mediator knows, until five in a row are unknown. Believed are only DIDs that
 * carry both derived keys and name this mediator.
 */
export async function findIdentities(
  { commands }: { commands: CommandClient },
  root: Bytes,
  mediatorDid: string,
): Promise<FoundIdentity[]> {
  const found: FoundIdentity[] = [];
  for (let index = 0, unknown = 0; unknown < UNKNOWN_IN_A_ROW && index < MOST_IDENTITIES; index++) {
    const identity = await findIdentity(commands, root, index, mediatorDid);
    unknown = identity === null ? unknown + 1 : 0;
    if (identity !== null) found.push(identity);
  }
  return found;
}

async function findIdentity(
  commands: CommandClient,
  root: Bytes,
  index: number,
  mediatorDid: string,
): Promise<FoundIdentity | null> {
  const seeds = deriveIdentitySeeds(root, index);
  const signer = signerFromSeed(seeds.signing);
  const preKey = agreerFromSeed(seeds.preKey).publicKey;
  for (const secret of [seeds.signing, seeds.preKey, seeds.storage]) secret.fill(0);
  const asking = parseDid(formatDid({ alias: null, signingKey: signer.publicKey, preKey, mediatorDid }));
  const { dids } = await commands.send<'FIND_IDENTITIES'>({ did: asking, signer }, mediatorDid, {
    channel: 'DIRECT_AUTHENTICATED',
    recipientDid: mediatorDid,
    payload: { type: 'FIND_IDENTITIES' },
  });
  const own = dids.map(parsed).filter((did) => did !== null && isOwn(did, asking));
  const chosen = own.find((did) => did?.alias !== null) ?? own[0];
  return chosen == null ? null : { index, did: chosen.did, alias: chosen.alias, mediatorDid };
}

function isOwn(did: ParsedDid, derived: ParsedDid): boolean {
  return (
    equalBytes(did.signingKey, derived.signingKey) &&
    equalBytes(did.preKey, derived.preKey) &&
    did.mediatorDid === derived.mediatorDid
  );
}

function parsed(did: string): ParsedDid | null {
  try {
    return parseDid(did);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/**
 * The escrows we ask and look at: the own mediator if it is one, and those of the list. Each is known by the signing key
 * it was first seen with; a document with another key is not believed, whoever serves it now (security.md B-02).
 */
import { encodeSigningKey } from '../crypto/multikey.ts';
import { change } from '../domain/change.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import type { EscrowRecord } from '../domain/records/escrow-record.ts';
import { InvalidParamsError, MediatorUnreachableError, RecipientNotReadyError } from '../errors/errors.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { MediatorDocument } from '../protocol/did-web.ts';

/** The escrows of an identity, its own mediator first; a mediator that cannot be read now is left out. */
export async function escrowsOf(domain: ConnectedDomain, keys: IdentityKeys): Promise<string[]> {
  const listed = await domain.tables.escrows.getAll();
  const { mediatorDid } = keys.did;
  const others = listed
    .filter(({ did, from }) => from !== 'seen' && did !== mediatorDid)
    .map(({ did }) => did);
  return (await isEscrow(domain, mediatorDid)) ? [mediatorDid, ...others] : others;
}

async function isEscrow(domain: ConnectedDomain, did: string): Promise<boolean> {
  try {
    return (await domain.directory.resolve(did)).isEscrow;
  } catch (error) {
    if (!(error instanceof MediatorUnreachableError)) throw error;
    return false;
  }
}

/**
 * The document of an escrow, with the key it always had; the first time, that key is remembered. Throws
 * MediatorUnreachableError, InvalidParamsError for a mediator that is no escrow, RecipientNotReadyError when the key is
 * another one.
 */
export async function trustedEscrow(
  domain: ConnectedDomain,
  did: string,
  from: EscrowRecord['from'] = 'seen',
): Promise<MediatorDocument> {
  const document = await domain.directory.resolve(did);
  const signingKey = encodeSigningKey(document.signingKey);
  const known = await domain.tables.escrows.get(did);
  assertSameKey(known, signingKey);
  if (!document.isEscrow) throw new InvalidParamsError('This mediator does not hold messages for addresses.');
  if (known?.from !== lasting(known, from)) {
    await change(domain, async (tx) => {
      const now = await tx.tables.escrows.get(did);
      assertSameKey(now, signingKey);
      tx.put('escrows', { did, signingKey, from: lasting(now, from), at: now?.at ?? tx.clock.now() });
    });
  }
  return document;
}

function assertSameKey(known: EscrowRecord | undefined, signingKey: string): void {
  if (known === undefined || known.signingKey === signingKey) return;
  throw new RecipientNotReadyError(
    'The escrow shows another key than before. Nothing is sent to it until that is explained.',
  );
}

/** An escrow of the list stays one, however it is seen again. */
function lasting(known: EscrowRecord | undefined, from: EscrowRecord['from']): EscrowRecord['from'] {
  return known === undefined || known.from === 'seen' ? from : known.from;
}

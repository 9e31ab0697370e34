import { type Domain, exclusively } from '../domain/domain.ts';
import { collectWrites } from '../domain/writes.ts';
import type { OpenedOwnEvent } from '../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { contractId } from '../protocol/contract.ts';
import { parseContractRecord } from '../protocol/contract-record.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { RESERVED } from '../protocol/wire.ts';

/**
 * Keeps the contract keys (events `decentrl.contract`) that another device of ours saved, or this one before a restore.
 * True when one was new. Call outside `exclusively`.
 */
export function takeContractKeys(
  domain: Domain,
  keys: IdentityKeys,
  events: readonly OpenedOwnEvent[],
): Promise<boolean> {
  const records = events.filter(({ stored }) => stored.meta.direction === 'self');
  return exclusively(domain, () => keep(domain, keys, records));
}

async function keep(
  domain: Domain,
  keys: IdentityKeys,
  records: readonly OpenedOwnEvent[],
): Promise<boolean> {
  const writes = collectWrites(domain);
  for (const { event } of records) {
    if (event.type !== RESERVED.contract) continue;
    const data = parsedRecord(event.data);
    if (data === null) continue;
    if ((await domain.tables.contract_keys.get(data.ephemeral_public_key)) !== undefined) continue;
    const { contract } = data.signed_contract;
    writes.put('contract_keys', {
      identityIndex: keys.index,
      publicKey: data.ephemeral_public_key,
      wrapped: data.wrapped_private_key,
      signed: data.signed_contract,
      contractId: null,
      expiresAt: contract.expires_at,
    });
    domain.log.debug('a contract key of another device was found', {
      state: contract.recipient_encryption_public_key === null ? 'request' : contractId(contract).slice(0, 8),
    });
  }
  if (writes.empty) return false;
  await writes.commit();
  return true;
}

function parsedRecord(data: unknown) {
  try {
    return parseContractRecord(data);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

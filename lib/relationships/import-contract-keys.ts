import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import type { Tx } from '../domain/tx.ts';
import type { OpenedOwnEvent } from '../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { contractId } from '../protocol/contract.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { parseSavedContractKey } from '../protocol/saved-contract-key.ts';
import { RESERVED } from '../protocol/wire.ts';

/**
 * Keeps the contract keys (events `decentrl.contract`) that another device of ours saved, or this one before a restore.
 * True when one was new.
 */
export function importContractKeys(
  domain: Domain,
  keys: IdentityKeys,
  events: readonly OpenedOwnEvent[],
): Promise<boolean> {
  const records = events.filter(({ stored }) => stored.meta.direction === 'self');
  return change(domain, (tx) => keep(tx, keys, records));
}

async function keep(tx: Tx, keys: IdentityKeys, records: readonly OpenedOwnEvent[]): Promise<boolean> {
  let isNew = false;
  for (const { event } of records) {
    if (event.type !== RESERVED.contract) continue;
    const data = parsedRecord(event.data);
    if (data === null) continue;
    if ((await tx.tables.contract_keys.get(data.ephemeral_public_key)) !== undefined) continue;
    const { contract } = data.signed_contract;
    isNew = true;
    tx.put('contract_keys', {
      identityIndex: keys.index,
      publicKey: data.ephemeral_public_key,
      wrapped: data.wrapped_private_key,
      signed: data.signed_contract,
      contractId: null,
      expiresAt: contract.expires_at,
    });
    tx.log.debug('a contract key of another device was found', {
      state: contract.recipient_encryption_public_key === null ? 'request' : contractId(contract).slice(0, 8),
    });
  }
  return isNew;
}

function parsedRecord(data: unknown) {
  try {
    return parseSavedContractKey(data);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

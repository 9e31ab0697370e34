/**
 * Makes every contract recoverable: before a request or an acceptance leaves, its ephemeral private key is stored on the
 * own mediator, wrapped by the store sub-key, as an event with the reserved tag `decentrl.contract` (`protocol.md` §4.11).
 * A crash, another device or a restore then finds it again.
 */
import { decodeAgreementKey } from '../crypto/multikey.ts';
import { ownMediatorRow } from '../envelopes/own-row.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { NewOutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { SignedContract } from '../protocol/contract.ts';
import { encryptStored } from '../protocol/stored-event.ts';
import { contractRecordId, tagBlob } from '../protocol/tags.ts';
import { RESERVED } from '../protocol/wire.ts';

/** What the saved event says. */
export interface ContractKeyData {
  publicKey: string;
  wrapped: string;
  signed: SignedContract;
}

/** Id of the outbox row that saves the key `publicKey` (multibase). What must not leave earlier names it in `after`. */
export function contractKeyRowId(publicKey: string): string {
  return `contract-key:${publicKey}`;
}

/** Makes the outbox row that saves one contract key on the own mediator. `now` in milliseconds. */
export async function contractKeyRow(
  keys: IdentityKeys,
  { publicKey, wrapped, signed }: ContractKeyData,
  { peerDid, now }: { peerDid: string; now: number },
): Promise<NewOutboxRow> {
  const payload = await encryptStored(
    {
      v: 1,
      event: JSON.stringify({
        type: RESERVED.contract,
        data: { ephemeral_public_key: publicKey, wrapped_private_key: wrapped, signed_contract: signed },
      }),
      meta: {
        direction: 'self',
        sender_did: keys.did.did,
        recipient_did: peerDid,
        contract_id: null,
        timestamp: Math.floor(now / 1000),
        signature: null,
        tags: [RESERVED.contract],
      },
    },
    keys.store,
  );
  return ownMediatorRow(keys, {
    id: contractKeyRowId(publicKey),
    payload: {
      type: 'SAVE_EVENTS',
      events: [
        {
          id: await contractRecordId(keys.tag, decodeAgreementKey(publicKey)),
          payload,
          tags: [await tagBlob(keys.tag, RESERVED.contract)],
        },
      ],
    },
    group: 'other',
  });
}

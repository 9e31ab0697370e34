import { revocationTypedData, signBindingStatement, signSuccession } from '../../../lib/protocol/binding.ts';
import type { CommandPayload } from '../../../lib/protocol/commands.ts';
import { formatDid } from '../../../lib/protocol/did.ts';
import { signMoved } from '../../../lib/protocol/moved-statement.ts';
import { bobsWallet, sampleBound } from '../support/held-sample.ts';
import { personas } from '../support/personas.ts';
import { sampleContract } from '../support/sample-contract.ts';
import type { AcceptCase } from '../support/vector-file.ts';
import type { commandSamples } from './command-samples.ts';
import { signedSample } from './signed-sample.ts';

const { bob, carol, mediator, escrow, baseTime } = personas;

/** Commands with the members that may be absent, and of the type that has two forms. */
export async function furtherForms(
  samples: Awaited<ReturnType<typeof commandSamples>>,
): Promise<AcceptCase[]> {
  const { request, signed } = await sampleContract();
  const old = await sampleBound();
  const bound = await sampleBound({ did: carol.did, nonce: 'nonce-of-the-escrow-2' });
  const newDid = formatDid({
    alias: 'bob',
    signingKey: bob.signer.publicKey,
    preKey: bob.preKey.publicKey,
    mediatorDid: 'did:web:new.example',
  });
  const moved = await signMoved({ oldDid: bob.did, newDid, timestamp: baseTime }, bob.signer);
  const ofAlice = (name: string, payload: CommandPayload) =>
    signedSample(name, { as: 'alice', recipientDid: mediator.did, payload });
  const toEscrow = (name: string, as: 'bob' | 'carol', payload: CommandPayload) =>
    signedSample(name, { as, recipientDid: escrow.did, payload });
  return [
    await ofAlice('REVOKE_COMMUNICATION_CONTRACT with the contract itself', {
      type: 'REVOKE_COMMUNICATION_CONTRACT',
      signed_contract: signed,
    }),
    await ofAlice('REVOKE_COMMUNICATION_CONTRACT of a request, which withdraws it', {
      type: 'REVOKE_COMMUNICATION_CONTRACT',
      signed_contract: request,
    }),
    await ofAlice('SAVE_EVENTS with a room to anchor in', {
      ...samples.SAVE_EVENTS.payload,
      anchor: { room_id: '0'.repeat(64) },
    }),
    await toEscrow('REGISTER_ADDRESS_BINDING with the countersignature of the identity before', 'carol', {
      type: 'REGISTER_ADDRESS_BINDING',
      binding: bound.binding,
      chain_id: bound.chainId,
      wallet_signature: bound.walletSignature,
      did_signature: await signBindingStatement(bound, carol.signer),
      previous_did: bob.did,
      previous_signature: await signSuccession(bound, bob.did, bob.signer),
    }),
    await toEscrow('REVOKE_ADDRESS_BINDING by the wallet', 'carol', {
      ...samples.REVOKE_ADDRESS_BINDING.payload,
      wallet_signature: await bobsWallet.account.signTypedData(
        revocationTypedData(old.binding, old.chainId) as never,
      ),
    }),
    await toEscrow('QUERY_HELD_MESSAGES of an identity that moved', 'bob', {
      type: 'QUERY_HELD_MESSAGES',
      moved,
    }),
  ];
}

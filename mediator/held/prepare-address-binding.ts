import { newNonce } from '../../lib/protocol/commands.ts';
import { HELD_LIMITS } from '../../lib/protocol/wire.ts';
import { insertBindingNonce } from '../store/held/insert-binding-nonce.ts';
import { countStranger, defineHeldCommand } from './define-held-command.ts';

/** Gives out what a binding needs of the escrow: a nonce for this DID, address and chain, good once and for ten minutes (B-11). */
export const prepareAddressBinding = defineHeldCommand({
  type: 'PREPARE_ADDRESS_BINDING',
  async run(context, { address, chain_id }) {
    await countStranger(context);
    const { tx, sender, mediatorDid, now } = context;
    const given = {
      nonce: newNonce(),
      issued_at: now,
      expires_at: now + HELD_LIMITS.bindingLifetime,
    };
    await insertBindingNonce(tx, { ...given, did: sender.did, address, chain_id });
    return { escrow: mediatorDid, ...given };
  },
});

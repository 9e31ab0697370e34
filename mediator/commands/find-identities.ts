import { findDidsOfKey } from '../store/identities/find-dids-of-key.ts';
import { defineCommand } from './command.ts';

/** The DIDs known here under the sender's signing key, lapsed ones too: how a restore finds out what it was called. */
export const findIdentities = defineCommand({
  type: 'FIND_IDENTITIES',
  recipient: 'mediator',
  sender: 'anyone',
  async run(context) {
    const dids = await findDidsOfKey(context.tx, context.sender.signingKeyMultibase);
    if (dids.length === 0) context.takeStrangerToken();
    return { dids };
  },
});

import type { IdentityView } from '../api/popup/popup-rpc.ts';
import { decodeSigningKey } from '../crypto/multikey.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Registrations } from '../mediator-client/registrations.ts';
import type { SyncStatus } from '../mediator-client/sync/sync-status.ts';
import { fingerprint } from '../protocol/fingerprint.ts';
import { mediatorName } from './mediator-name.ts';

/** Our identities as the popup shows them; readable while locked. */
export async function identityViews({
  keyring,
  registrations,
  status,
}: {
  keyring: Pick<Keyring, 'profiles' | 'activeIndex'>;
  registrations: Registrations;
  status: (index: number) => Promise<SyncStatus>;
}): Promise<IdentityView[]> {
  const [profiles, active] = await Promise.all([keyring.profiles(), keyring.activeIndex()]);
  return Promise.all(
    profiles.map(async ({ index, did, alias, mediatorDid, signingKey }) => {
      const { lastSyncAt, problem } = await status(index);
      return {
        index,
        did,
        alias,
        fingerprint: fingerprint(decodeSigningKey(signingKey)),
        mediatorDid,
        mediatorName: mediatorName(mediatorDid),
        registered: await registrations.has(index, mediatorDid),
        lastSyncAt,
        syncProblem: problem,
        active: index === active,
      };
    }),
  );
}

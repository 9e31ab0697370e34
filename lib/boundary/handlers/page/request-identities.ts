/** Connecting a site: one question with everything in it; a connected site is answered without one. */

import type { BoundaryApp } from '../../app/boundary-app.ts';
import { askPerson, type PageHandler } from '../../call/page-handler.ts';
import { announcePermissions } from '../../permissions/announce-permissions.ts';
import { caveatStrings } from '../../permissions/caveats.ts';
import { grantedIdentities } from '../../permissions/granted-identities.ts';

/** Indexes of identities no other origin knows, so that two sites cannot compare notes. */
async function unknownElsewhere(app: BoundaryApp, origin: string): Promise<number[]> {
  const others = (await app.grants.sites()).filter((site) => site.origin !== origin);
  const known = new Set(
    others.flatMap(({ permissions }) =>
      permissions.flatMap(({ caveats }) => caveatStrings(caveats, 'identities')),
    ),
  );
  return (await app.keyring.profiles()).filter(({ did }) => !known.has(did)).map(({ index }) => index);
}

/** Asks the person which identities the site may know; with `pairwise` only ones that no other site knows are offered. */
export const requestIdentities: PageHandler<'decentrl_requestIdentities', BoundaryApp> = {
  async handle(app, call, params) {
    const granted = await grantedIdentities(app, call);
    if (granted.length > 0) return granted;
    const mode = params?.mode ?? 'shared';
    return askPerson({
      kind: 'connect',
      view: {
        mode,
        grants: [{ name: 'decentrl_identities', caveats: [] }],
        ...(params?.reason === undefined ? {} : { reason: params.reason }),
      },
      identityIndexes: mode === 'pairwise' ? await unknownElsewhere(app, call.origin) : 'any',
      durations: ['once', 'session', '30days', 'until-revoked'],
    });
  },

  async perform(app, approval, choice) {
    const { approvalId, origin, callers } = approval;
    const chosen = (await app.keyring.profiles()).filter(({ index }) =>
      choice.identityIndexes.includes(index),
    );
    await app.grants.add(
      origin,
      [
        {
          id: `${approvalId}:identities`,
          name: 'decentrl_identities',
          caveats: [{ type: 'identities', value: chosen.map(({ did }) => did) }],
        },
      ],
      { duration: choice.duration, pageIds: callers.map(({ pageId }) => pageId), replace: true },
    );
    await announcePermissions(app, origin);
    return chosen.map(({ did, alias }) => ({ did, alias }));
  },
};

/** EIP-2255: a site asks for permissions by name, each with the caveats that limit it. */

import type { BoundaryApp } from '../../app/boundary-app.ts';
import { askPerson, type PageHandler } from '../../call/page-handler.ts';
import { announcePermissions } from '../../permissions/announce-permissions.ts';
import { requestCovered } from '../../permissions/request-covered.ts';
import { checkRequestedCaveats, type RequestedGrant } from '../../permissions/requested-caveats.ts';

/** Asks the person for what is not granted yet; throws 4314 for the companion's own event types. */
export const requestPermissions: PageHandler<'wallet_requestPermissions', BoundaryApp> = {
  async handle(app, call, params) {
    const wanted = checkRequestedCaveats(params);
    const granted = await app.grants.list(call);
    if (wanted.every((grant) => requestCovered(grant, granted, app.clock.now()))) return granted;
    const connects = wanted.some(({ name }) => name === 'decentrl_identities');
    return askPerson({
      kind: 'permissions',
      view: { grants: wanted },
      payload: {
        grants: wanted.map(({ name, caveats }) => ({
          name,
          caveats: caveats.map(({ type, value }) => ({ type, value })),
        })),
      },
      identityIndexes: connects ? 'any' : [],
      durations: ['once', 'session', '30days', 'until-revoked'],
    });
  },

  async perform(app, approval, choice) {
    const { approvalId, origin, callers, ask } = approval;
    const grants = (ask?.view.grants ?? []) as RequestedGrant[];
    const dids = (await app.keyring.profiles())
      .filter(({ index }) => choice.identityIndexes.includes(index))
      .map(({ did }) => did);
    const pageIds = callers.map(({ pageId }) => pageId);
    const { duration } = choice;
    for (const { name, caveats } of grants) {
      const connects = name === 'decentrl_identities';
      const held = connects ? [...caveats, { type: 'identities', value: dids }] : caveats;
      const permission = { id: `${approvalId}:${name}`, name, caveats: held };
      await app.grants.add(origin, [permission], { duration, pageIds, replace: connects });
    }
    await announcePermissions(app, origin);
    const pageId = pageIds[0];
    return app.grants.list(pageId === undefined ? { origin } : { origin, pageId });
  },
};

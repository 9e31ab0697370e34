/** EIP-2255: a site asks for permissions by name, each with the caveats that limit it. */

import { askPerson } from '../../call/ask-person.ts';
import { requestCovered } from '../../permissions/request-covered.ts';
import { checkRequestedCaveats, type RequestedGrant } from '../../permissions/requested-caveats.ts';
import { ownPermissions } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { permissionRequest } from '../params/shared.ts';

/** Asks the person for what is not granted yet; throws 4314 for the companion's own event types. */
export const requestPermissions = pageMethod('wallet_requestPermissions', {
  params: permissionRequest,
  scope: ownPermissions,

  async handle(app, { permissions }, p) {
    const wanted = checkRequestedCaveats(p);
    const granted = await permissions.list();
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

  async perform(_app, { permissions }, { approvalId, callers, ask }, { identityIndexes, duration }) {
    const grants = (ask?.view.grants ?? []) as RequestedGrant[];
    const dids = (await permissions.ownIdentities())
      .filter(({ index }) => identityIndexes.includes(index))
      .map(({ did }) => did);
    const pageIds = callers.map(({ pageId }) => pageId);
    for (const { name, caveats } of grants) {
      const connects = name === 'decentrl_identities';
      const limited = connects ? [...caveats, { type: 'identities', value: dids }] : caveats;
      const permission = { id: `${approvalId}:${name}`, name, caveats: limited };
      await permissions.add([permission], { duration, pageIds, replace: connects });
    }
    await permissions.announce();
    return permissions.list();
  },
});

/** Connecting a site: one question with everything in it; a connected site is answered without one. */

import * as v from 'valibot';
import { askPerson } from '../../call/ask-person.ts';
import { identityForSite } from '../../permissions/granted-identities.ts';
import { ownPermissions } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { text } from '../params/shared.ts';

/** Asks the person which identities the site may know; with `pairwise` only ones that no other site knows are offered. */
export const requestIdentities = pageMethod('decentrl_requestIdentities', {
  params: v.optional(
    v.object({
      reason: v.exactOptional(text(280)),
      mode: v.exactOptional(v.picklist(['shared', 'pairwise'])),
    }),
  ),
  scope: ownPermissions,

  async handle(_app, { permissions }, p) {
    const granted = await permissions.identities();
    if (granted.length > 0) return granted.map(identityForSite);
    const mode = p?.mode ?? 'shared';
    const unshared = async () => (await permissions.unsharedIdentities()).map(({ index }) => index);
    return askPerson({
      kind: 'connect',
      view: {
        mode,
        grants: [{ name: 'decentrl_identities', caveats: [] }],
        ...(p?.reason === undefined ? {} : { reason: p.reason }),
      },
      identityIndexes: mode === 'pairwise' ? await unshared() : 'any',
      durations: ['once', 'session', '30days', 'until-revoked'],
    });
  },

  async perform(_app, { permissions }, { approvalId, callers }, { identityIndexes, duration }) {
    const chosen = (await permissions.ownIdentities()).filter(({ index }) => identityIndexes.includes(index));
    await permissions.add(
      [
        {
          id: `${approvalId}:identities`,
          name: 'decentrl_identities',
          caveats: [{ type: 'identities', value: chosen.map(({ did }) => did) }],
        },
      ],
      { duration, pageIds: callers.map(({ pageId }) => pageId), replace: true },
    );
    await permissions.announce();
    return chosen.map(identityForSite);
  },
});

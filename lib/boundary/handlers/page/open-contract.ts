/** A site asks the person to propose a contract; what it may do with it is granted in the same answer. */

import * as v from 'valibot';
import type { Caveat } from '../../../api/decentrl-rpc.ts';
import type { DecentrlRpc } from '../../../api/page.ts';
import { nowSeconds } from '../../../domain/now-seconds.ts';
import { EventTypeNotPermittedError, InvalidParamsError, UnauthorizedError } from '../../../errors/errors.ts';
import type { Clock } from '../../../platform/clock.ts';
import { isNote } from '../../../protocol/contract-schema.ts';
import { LIMITS } from '../../../protocol/wire.ts';
import { rememberPurpose } from '../../../relationships/remember-purpose.ts';
import { act } from '../../app/page-app.ts';
import { askPerson } from '../../call/ask-person.ts';
import { isReservedName } from '../../permissions/caveats.ts';
import type { NewPermission } from '../../permissions/grants.ts';
import { openForSite } from '../../sites/open-for-site.ts';
import { parsePeerDid } from '../../sites/parse-peer-did.ts';
import { peerForApproval } from '../../sites/peer-for-approval.ts';
import { granting } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { did, eventTypes, seconds, text } from '../params/shared.ts';
import { payloadOf } from './payload-of.ts';

type Params = DecentrlRpc['decentrl_openContract']['params'];

/** Asks; after the yes proposes the contract, or uses the one there is, and grants this origin its part in it. */
export const openContract = pageMethod('decentrl_openContract', {
  params: v.object({
    peer: did,
    purpose: v.exactOptional(text(280)),
    eventTypes: v.exactOptional(eventTypes),
    expiresAt: v.exactOptional(seconds),
    note: v.exactOptional(text(560)),
  }),
  scope: granting,

  async handle(app, { identities }, p) {
    check(app, p);
    const { purpose, eventTypes: types, note } = p;
    return askPerson({
      kind: 'openContract',
      view: {
        peer: await act(app, peerForApproval, identities[0].index, p.peer),
        contractExpiresAt: p.expiresAt ?? nowSeconds(app) + LIMITS.defaultLifetime,
        ...(purpose === undefined ? {} : { purpose }),
        ...(types === undefined ? {} : { eventTypes: types }),
        ...(note === undefined ? {} : { note }),
      },
      payload: { ...p },
      identityIndexes: identities.map(({ index }) => index),
      durations: ['once', 'session', '30days', 'until-revoked'],
    });
  },

  async perform(app, { identities, permissions, origin }, approval, { identityIndexes, duration }) {
    const identity = identities.find(({ index }) => index === identityIndexes[0]);
    if (identity === undefined) throw new UnauthorizedError();
    const params = payloadOf<Params>(approval);
    // First the permission: what the peer answers must find the site allowed to hear of it.
    await permissions.add(permissionsFor(approval.approvalId, identity.did, params), {
      duration,
      pageIds: approval.callers.map(({ pageId }) => pageId),
    });
    const { peer, purpose } = params;
    const requestId = await act(app, openForSite, identity.index, origin, params);
    if (purpose !== undefined) {
      const who = { identityIndex: identity.index, signingKey: parsePeerDid(peer).signingKeyMultibase };
      await act(app, rememberPurpose, who, origin, purpose);
    }
    await permissions.announce();
    return { requestId, status: 'proposed' };
  },
});

function check(app: { clock: Clock }, { peer, eventTypes: types = [], note, expiresAt }: Params): void {
  parsePeerDid(peer);
  if (types.some(isReservedName)) throw new EventTypeNotPermittedError();
  if (note !== undefined && !isNote(note)) {
    throw new InvalidParamsError([
      { path: 'note', message: `has more than ${LIMITS.noteLength} characters` },
    ]);
  }
  if (expiresAt === undefined) return;
  const lifetime = expiresAt - nowSeconds(app);
  if (lifetime < LIMITS.minLifetime || lifetime > LIMITS.maxLifetime) {
    throw new InvalidParamsError([{ path: 'expiresAt', message: 'must be one minute to 400 days from now' }]);
  }
}

function permissionsFor(
  approvalId: string,
  ownDid: string,
  { peer, eventTypes: types = [] }: Params,
): NewPermission[] {
  const identities: Caveat = { type: 'identities', value: [ownDid] };
  const peers: Caveat = { type: 'peers', value: [peer] };
  const contracts: NewPermission = {
    id: `${approvalId}:contracts`,
    name: 'decentrl_contracts',
    caveats: [identities, peers],
  };
  if (types.length === 0) return [contracts];
  const events: Caveat[] = [
    { type: 'eventTypes', value: types },
    { type: 'direction', value: 'both' },
  ];
  return [
    contracts,
    { id: `${approvalId}:events`, name: 'decentrl_events', caveats: [identities, peers, ...events] },
  ];
}

/** A site asks the person to propose a contract; what it may do with it is granted in the same answer. */

import type { Caveat, DecentrlRpc } from '../../../api/decentrl-rpc.ts';
import { contactKey } from '../../../domain/records/contact-record.ts';
import { EventTypeNotPermittedError, InvalidParamsError, UnauthorizedError } from '../../../errors/errors.ts';
import { isNote } from '../../../protocol/contract-schema.ts';
import { LIMITS } from '../../../protocol/wire.ts';
import { proposeContract } from '../../../relationships/propose-contract.ts';
import { rememberPurpose } from '../../../relationships/remember-purpose.ts';
import { contactStatus } from '../../../views/contact-view.ts';
import type { App } from '../../app/app.ts';
import { askPerson, type PageHandler, type StoredApproval } from '../../call/page-handler.ts';
import { announcePermissions } from '../../permissions/announce-permissions.ts';
import { isReservedName } from '../../permissions/caveats.ts';
import type { NewPermission } from '../../permissions/grants.ts';
import { grantedIndexes, ownDid, parsePeerDid, peerForApproval } from '../../sites/site-contract.ts';
import { payloadOf } from './payload-of.ts';

type Params = DecentrlRpc['decentrl_openContract']['params'];

/** Asks; after the yes proposes the contract, or uses the one there is, and grants this origin its part in it. */
export const openContract: PageHandler<'decentrl_openContract', App> = {
  async handle(app, call, params) {
    check(app, params);
    const indexes = await grantedIndexes(app, call);
    const first = indexes[0];
    if (first === undefined) throw new UnauthorizedError();
    const { purpose, eventTypes, note } = params;
    const lasting = Math.floor(app.clock.now() / 1000) + LIMITS.defaultLifetime;
    return askPerson({
      kind: 'openContract',
      view: {
        peer: await peerForApproval(app, first, params.peer),
        contractExpiresAt: params.expiresAt ?? lasting,
        ...(purpose === undefined ? {} : { purpose }),
        ...(eventTypes === undefined ? {} : { eventTypes }),
        ...(note === undefined ? {} : { note }),
      },
      payload: { ...params },
      identityIndexes: indexes,
      durations: ['once', 'session', '30days', 'until-revoked'],
    });
  },

  async perform(app, approval, choice) {
    const params = payloadOf<Params>(approval);
    const identityIndex = choice.identityIndexes[0];
    if (identityIndex === undefined) throw new UnauthorizedError();
    const { origin, callers } = approval;
    // First the permission: what the peer answers must find the site allowed to hear of it.
    await app.grants.add(origin, await permissions(app, approval, identityIndex, params), {
      duration: choice.duration,
      pageIds: callers.map(({ pageId }) => pageId),
    });
    const requestId = await proposeOrFind(app, identityIndex, origin, params);
    const { peer, purpose } = params;
    const { signingKeyMultibase: signingKey } = parsePeerDid(peer);
    if (purpose !== undefined) await rememberPurpose(app, { identityIndex, signingKey }, origin, purpose);
    await announcePermissions(app, origin);
    return { requestId, status: 'proposed' };
  },
};

function check(app: App, { peer, eventTypes = [], note, expiresAt }: Params): void {
  parsePeerDid(peer);
  if (eventTypes.some(isReservedName)) throw new EventTypeNotPermittedError();
  if (note !== undefined && !isNote(note)) {
    throw new InvalidParamsError([
      { path: 'note', message: `has more than ${LIMITS.noteLength} characters` },
    ]);
  }
  if (expiresAt === undefined) return;
  const lifetime = expiresAt - Math.floor(app.clock.now() / 1000);
  if (lifetime < LIMITS.minLifetime || lifetime > LIMITS.maxLifetime) {
    throw new InvalidParamsError([{ path: 'expiresAt', message: 'must be one minute to 400 days from now' }]);
  }
}

async function permissions(
  app: App,
  { approvalId }: StoredApproval,
  identityIndex: number,
  { peer, eventTypes = [] }: Params,
): Promise<NewPermission[]> {
  const identities: Caveat = { type: 'identities', value: [await ownDid(app, identityIndex)] };
  const peers: Caveat = { type: 'peers', value: [peer] };
  const contracts: NewPermission = {
    id: `${approvalId}:contracts`,
    name: 'decentrl_contracts',
    caveats: [identities, peers],
  };
  if (eventTypes.length === 0) return [contracts];
  const types: Caveat[] = [
    { type: 'eventTypes', value: eventTypes },
    { type: 'direction', value: 'both' },
  ];
  return [
    contracts,
    { id: `${approvalId}:events`, name: 'decentrl_events', caveats: [identities, peers, ...types] },
  ];
}

async function proposeOrFind(
  app: App,
  identityIndex: number,
  origin: string,
  params: Params,
): Promise<string> {
  const { peer: peerDid, note, expiresAt } = params;
  const peer = parsePeerDid(peerDid);
  const contact = await app.tables.contacts.get(contactKey(identityIndex, peer.signingKeyMultibase));
  if (
    contact !== undefined &&
    contact.did === peerDid &&
    contactStatus(contact, app.clock.now()) === 'active'
  ) {
    const { conversationId } = contact;
    app.changes.domain({
      kind: 'contract',
      identityIndex,
      peerSigningKey: contact.signingKey,
      peerDid,
      conversationId,
      requestId: conversationId,
      origin,
      status: 'active',
    });
    return conversationId;
  }
  const { requestId } = await proposeContract(app, {
    identityIndex,
    peerDid,
    origin,
    ...(note === undefined ? {} : { note }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  return requestId;
}

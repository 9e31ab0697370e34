import type { RequestView } from '../api/popup/popup-rpc.ts';
import { displayLine, displayText } from '../domain/display-text.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import type { RequestRecord } from '../domain/records/request-record.ts';
import { parseDid } from '../protocol/did.ts';
import { fingerprint } from '../protocol/fingerprint.ts';
import { contactName } from './contact-name.ts';
import { isAmbiguous, type NameLooks } from './contact-view.ts';

/** Requests that wait for this person's answer. */
export async function openRequests(domain: Pick<Domain, 'tables' | 'clock'>): Promise<RequestRecord[]> {
  const all = await domain.tables.requests.getAll();
  const now = nowSeconds(domain);
  return all.filter((one) => one.status === 'requested' && one.signed.contract.expires_at > now);
}

/** A request as the popup shows it; every text from outside is made safe to show. */
export function requestView(request: RequestRecord, looks: NameLooks, nowSeconds: number): RequestView {
  const peer = parseDid(request.peerDid);
  const { signingKey, signingKeyMultibase, alias } = peer;
  const named = { petname: null, alias };
  return {
    requestId: request.requestId,
    identityIndex: request.identityIndex,
    did: request.peerDid,
    alias: alias === null ? null : displayLine(alias, 64),
    name: contactName({ ...named, signingKey: signingKeyMultibase }),
    fingerprint: fingerprint(signingKey),
    note: request.note === null ? null : displayText(request.note),
    receivedAt: request.at,
    expiresAt: request.signed.contract.expires_at,
    ambiguous: isAmbiguous(looks, named, request.direction === 'out' ? 1 : 0),
    direction: request.direction,
    status: viewStatus(request, nowSeconds),
    heldMessages: [],
  };
}

function viewStatus({ status, signed }: RequestRecord, now: number): RequestView['status'] {
  if (status === 'declined') return 'declined';
  if (signed.contract.expires_at <= now || (status !== 'requested' && status !== 'proposed'))
    return 'expired';
  return status;
}

import type { RequestRecord } from '../../domain/records/request-record.ts';
import { UnauthorizedError } from '../../errors/errors.ts';
import type { App } from '../app/app.ts';
import type { GrantHolder } from '../permissions/site-record.ts';
import { ownDid } from './site-contract.ts';

/** A request that came in, if the site was granted its sender. Throws the uniform UnauthorizedError otherwise. */
export async function siteRequest(app: App, holder: GrantHolder, requestId: string): Promise<RequestRecord> {
  const request = await app.tables.requests.get(requestId);
  if (request === undefined || request.direction !== 'in') throw new UnauthorizedError();
  const want = { identity: await ownDid(app, request.identityIndex), peers: [request.peerDid] };
  if (!(await app.grants.permits(holder, 'decentrl_contracts', want))) throw new UnauthorizedError();
  return request;
}

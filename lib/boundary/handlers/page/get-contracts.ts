import * as v from 'valibot';
import { filtered } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { cursor as cursorSchema, did, limit as limitSchema } from '../params/shared.ts';

/** The relationships and open requests this origin opened or was granted, oldest first; without a contract yet, `contractId` is the request's id. */
export const getContracts = pageMethod('decentrl_getContracts', {
  params: v.optional(
    v.object({
      status: v.exactOptional(
        v.picklist(['proposed', 'requested', 'active', 'declined', 'expired', 'revoked']),
      ),
      peer: v.exactOptional(did),
      cursor: v.exactOptional(cursorSchema),
      limit: v.exactOptional(limitSchema),
    }),
  ),
  scope: filtered(),

  async handle(_app, { gate }, p) {
    const { status, peer, cursor = 0, limit = 100 } = p ?? {};
    const all = (await gate.contracts())
      .filter(
        (one) => (status === undefined || one.status === status) && (peer === undefined || one.peer === peer),
      )
      .sort((a, b) => a.createdAt - b.createdAt || (a.contractId < b.contractId ? -1 : 1));
    const items = all.slice(cursor, cursor + limit);
    const next = cursor + items.length;
    return { items, nextCursor: next < all.length ? next : null };
  },
});

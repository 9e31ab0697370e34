import type { SignedContract } from '../../lib/protocol/contract.ts';
import { listContracts } from '../store/contracts/list-contracts.ts';
import { defineCommand } from './command.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { ownerOf } from './owner.ts';

/** The contracts stored here that the sender is a party of, its registrations among them; revoked ones are not. */
export const queryCommunicationContracts = defineCommand({
  type: 'QUERY_COMMUNICATION_CONTRACTS',
  recipient: 'mediator',
  sender: 'registered',
  async run(context, { limit, cursor }) {
    const { limits } = context;
    const page = Math.min(limit ?? limits.page_events, limits.page_events);
    const after = decodeCursor(context.keys, 'contracts', cursor) ?? '';
    const rows = await listContracts(context.tx, (await ownerOf(context)).signing_key, after, page + 1);
    const kept = rows.slice(0, page);
    const last = kept.at(-1);
    return {
      contracts: kept.map((row) => ({
        contract_id: row.contract_id,
        signed_contract: JSON.parse(row.signed_contract) as SignedContract,
      })),
      next_cursor:
        rows.length > page && last ? encodeCursor(context.keys, 'contracts', last.contract_id) : null,
    };
  },
});

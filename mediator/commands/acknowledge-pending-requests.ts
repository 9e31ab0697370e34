import { removeRequests } from '../store/requests/remove-requests.ts';
import { defineCommand } from './command.ts';
import { ownerOf } from './owner.ts';

/** Removes requests from the own tray, by id; ids of others and unknown ones are passed over in silence (T-48). */
export const acknowledgePendingRequests = defineCommand({
  type: 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
  recipient: 'mediator',
  sender: 'registered',
  async run(context, { request_ids }) {
    return { acknowledged: await removeRequests(context.tx, (await ownerOf(context)).id, request_ids) };
  },
});

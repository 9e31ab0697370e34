import type { CommandType } from '../../lib/protocol/commands.ts';
import { HELD_COMMANDS } from '../held/held-commands.ts';
import { acknowledgePendingEvents } from './acknowledge-pending-events.ts';
import { acknowledgePendingRequests } from './acknowledge-pending-requests.ts';
import type { Command } from './command.ts';
import { communicationContractResponse } from './communication-contract-response.ts';
import { deleteEvents } from './delete-events.ts';
import { deletePublicEvent } from './delete-public-event.ts';
import { findIdentities } from './find-identities.ts';
import { publishPublicEvent } from './publish-public-event.ts';
import { queryCommunicationContracts } from './query-communication-contracts.ts';
import { queryEvents } from './query-events.ts';
import { queryPendingEvents } from './query-pending-events.ts';
import { queryPendingRequests } from './query-pending-requests.ts';
import { requestCommunicationContract } from './request-communication-contract.ts';
import { revokeCommunicationContract } from './revoke-communication-contract.ts';
import { saveCommunicationContract } from './save-communication-contract.ts';
import { saveEvents } from './save-events.ts';
import { sendEvent } from './send-event.ts';
import { sendEvents } from './send-events.ts';
import { updateEventTags } from './update-event-tags.ts';

/** Every command of protocol.md §5.12 and address-messaging.md §3.2. A new one is a file and a line here. */
export const COMMANDS: Record<CommandType, Command> = {
  REQUEST_COMMUNICATION_CONTRACT: requestCommunicationContract,
  COMMUNICATION_CONTRACT_RESPONSE: communicationContractResponse,
  QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS: queryPendingRequests,
  ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS: acknowledgePendingRequests,
  SAVE_COMMUNICATION_CONTRACT: saveCommunicationContract,
  QUERY_COMMUNICATION_CONTRACTS: queryCommunicationContracts,
  REVOKE_COMMUNICATION_CONTRACT: revokeCommunicationContract,
  FIND_IDENTITIES: findIdentities,
  QUERY_PENDING_EVENTS: queryPendingEvents,
  ACKNOWLEDGE_PENDING_EVENTS: acknowledgePendingEvents,
  SAVE_EVENTS: saveEvents,
  QUERY_EVENTS: queryEvents,
  UPDATE_EVENT_TAGS: updateEventTags,
  DELETE_EVENTS: deleteEvents,
  SEND_EVENT: sendEvent,
  SEND_EVENTS: sendEvents,
  PUBLISH_PUBLIC_EVENT: publishPublicEvent,
  DELETE_PUBLIC_EVENT: deletePublicEvent,
  ...HELD_COMMANDS,
};

import type { CommandType } from '../../lib/protocol/commands.ts';
import { acknowledgePendingEvents } from '../commands/acknowledge-pending-events.ts';
import { acknowledgePendingRequests } from '../commands/acknowledge-pending-requests.ts';
import type { Command } from '../commands/command.ts';
import { communicationContractResponse } from '../commands/communication-contract-response.ts';
import { deleteEvents } from '../commands/delete-events.ts';
import { deletePublicEvent } from '../commands/delete-public-event.ts';
import { findIdentities } from '../commands/find-identities.ts';
import { publishPublicEvent } from '../commands/publish-public-event.ts';
import { queryCommunicationContracts } from '../commands/query-communication-contracts.ts';
import { queryEvents } from '../commands/query-events.ts';
import { queryPendingEvents } from '../commands/query-pending-events.ts';
import { queryPendingRequests } from '../commands/query-pending-requests.ts';
import { requestCommunicationContract } from '../commands/request-communication-contract.ts';
import { revokeCommunicationContract } from '../commands/revoke-communication-contract.ts';
import { saveCommunicationContract } from '../commands/save-communication-contract.ts';
import { saveEvents } from '../commands/save-events.ts';
import { sendEvent } from '../commands/send-event.ts';
import { sendEvents } from '../commands/send-events.ts';
import { updateEventTags } from '../commands/update-event-tags.ts';
import { HELD_COMMANDS } from '../held/held-commands.ts';

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

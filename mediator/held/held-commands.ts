import type { Command } from '../commands/command.ts';
import { confirmHeldMessages } from './confirm-held-messages.ts';
import type { HeldType } from './define-held-command.ts';
import { prepareAddressBinding } from './prepare-address-binding.ts';
import { queryHeldMessages } from './query-held-messages.ts';
import { querySentHeldMessages } from './query-sent-held-messages.ts';
import { registerAddressBinding } from './register-address-binding.ts';
import { rekeyHeldMessages } from './rekey-held-messages.ts';
import { resolveAddress } from './resolve-address.ts';
import { revokeAddressBinding } from './revoke-address-binding.ts';
import { saveHeldMessage } from './save-held-message.ts';
import { withdrawHeldMessage } from './withdraw-held-message.ts';

/** The commands of address-messaging.md §3.2. */
export const HELD_COMMANDS: Record<HeldType, Command> = {
  PREPARE_ADDRESS_BINDING: prepareAddressBinding,
  REGISTER_ADDRESS_BINDING: registerAddressBinding,
  REVOKE_ADDRESS_BINDING: revokeAddressBinding,
  RESOLVE_ADDRESS: resolveAddress,
  SAVE_HELD_MESSAGE: saveHeldMessage,
  QUERY_SENT_HELD_MESSAGES: querySentHeldMessages,
  QUERY_HELD_MESSAGES: queryHeldMessages,
  REKEY_HELD_MESSAGES: rekeyHeldMessages,
  CONFIRM_HELD_MESSAGES: confirmHeldMessages,
  WITHDRAW_HELD_MESSAGE: withdrawHeldMessage,
};

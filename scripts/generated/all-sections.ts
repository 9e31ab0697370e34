import type { CommandType } from '../../lib/protocol/commands.ts';
import { COMMANDS } from '../../mediator/dispatch/command-table.ts';
import { allCommands, heldCommands } from './commands/all-commands.ts';
import { commandSection } from './commands/command-section.ts';
import { errorCodes } from './commands/error-codes.ts';
import { errorWords } from './errors/error-words.ts';
import { furtherSentences } from './errors/further-sentences.ts';
import { pageErrors, popupOnlyErrors } from './errors/page-errors.ts';
import { clientLimits, pageLimits, siteLimits } from './limits/client-limits.ts';
import { escrowLimits, mediatorLimitReasons, mediatorLimits } from './limits/mediator-limits.ts';
import { heldLimits, protocolLimits, wireLimits } from './limits/wire-limits.ts';
import { capabilities } from './methods/capabilities.ts';
import { pageMethodSections } from './methods/page-method-section.ts';
import { pageMethodTable } from './methods/page-method-table.ts';
import { popupMethodTable } from './methods/popup-method-table.ts';
import type { Section } from './section.ts';
import { mediatorSettings } from './settings/mediator-settings.ts';
import { chainSettings, personSettings } from './settings/person-settings.ts';

/** Every section that is made from the code. A new one is a maker and a line here, and its markers in the document. */
export const allSections: readonly Section[] = [
  pageMethodTable,
  capabilities,
  ...pageMethodSections,
  popupMethodTable,
  pageErrors,
  furtherSentences,
  popupOnlyErrors,
  errorWords,
  errorCodes,
  allCommands,
  heldCommands,
  ...(Object.keys(COMMANDS) as CommandType[]).map(commandSection),
  protocolLimits,
  heldLimits,
  wireLimits,
  mediatorLimits,
  escrowLimits,
  mediatorLimitReasons,
  pageLimits,
  siteLimits,
  clientLimits,
  personSettings,
  chainSettings,
  ...mediatorSettings,
];

import ts from 'typescript';
import type { CommandType } from '../../../lib/protocol/commands.ts';
import { COMMANDS } from '../../../mediator/dispatch/command-table.ts';
import { HELD_COMMANDS } from '../../../mediator/held/held-commands.ts';
import type { Section } from '../section.ts';
import { docstringOf } from '../source/docstring-of.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';
import { definitionOf } from './definition-of.ts';
import { countOf, recipientOf, senderOf } from './who-of.ts';

const TYPES = Object.keys(COMMANDS) as CommandType[];

/** What a command does: the first sentence of its docstring. */
function summaryOf(type: CommandType, document: string): string {
  const statement = ts.findAncestor(definitionOf(type), ts.isVariableStatement);
  const docstring = statement === undefined ? '' : docstringOf(statement);
  if (docstring === '') throw new Error(`${type}: a command without a docstring`);
  return wordsFor(document, /^.*?\.(?= [A-Z]|$)/.exec(docstring)?.[0] ?? docstring);
}

function section(document: string, isIt: (type: CommandType) => boolean, names: string): Section {
  return {
    document,
    name: names,
    make: () =>
      table(
        ['command', 'to', 'from', 'counts as', ''],
        TYPES.filter(isIt).map((type) => [
          `\`${type}\``,
          recipientOf(type),
          senderOf(type),
          countOf(type),
          summaryOf(type, document),
        ]),
      ),
  };
}

/** The commands of every mediator: to whom, by whom, what they do. */
export const allCommands = section(
  'docs/protocol.md',
  (type) => !Object.hasOwn(HELD_COMMANDS, type),
  'commands',
);

/** Those of an escrow. */
export const heldCommands = section(
  'docs/address-messaging.md',
  (type) => Object.hasOwn(HELD_COMMANDS, type),
  'commands',
);

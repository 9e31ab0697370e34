import ts from 'typescript';
import type * as v from 'valibot';
import { type CommandType, channelOf, PAYLOADS, REPLIES } from '../../../lib/protocol/commands.ts';
import { COMMANDS } from '../../../mediator/dispatch/command-table.ts';
import { HELD_COMMANDS } from '../../../mediator/held/held-commands.ts';
import type { Section } from '../section.ts';
import { everyNode } from '../source/every-node.ts';
import { type MemberDocstrings, memberDocstrings } from '../source/member-docstrings.ts';
import { sourceProgram } from '../source/source-program.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';
import { knownForms } from './known-forms.ts';
import { memberRows } from './member-rows.ts';
import { refusalsOf } from './refusals-of.ts';

const TO = {
  mediator: 'the mediator',
  identity: 'an identity that it serves',
  either: 'the mediator, or an identity that it serves',
} as const;

/** What a command is: to whom and by whom, its payload, its reply, what it is refused with beyond what every command is. */
export function commandSection(type: CommandType): Section {
  const isHeld = Object.hasOwn(HELD_COMMANDS, type);
  const document = isHeld ? 'docs/address-messaging.md' : 'docs/protocol.md';
  const words = (docstring: string) => wordsFor(document, docstring);
  return {
    document,
    name: type,
    async make() {
      const known = await knownForms();
      const part = (title: string, schema: v.GenericSchema, list: string) => {
        const rows = memberRows(schema, known, docstringsIn(list, type), words);
        return rows.length === 0 ? `The ${title} is an empty object.` : table([title, 'form', ''], rows);
      };
      return [
        [whoLine(type, isHeld ? '§3.2' : '§5.3')].join(''),
        part('payload', PAYLOADS[type], 'PAYLOADS'),
        part('reply', REPLIES[type], 'REPLIES'),
      ].join('\n\n');
    },
  };
}

function whoLine(type: CommandType, steps: string): string {
  const { recipient, sender } = COMMANDS[type];
  const codes = refusalsOf(type).map((code) => `\`${code}\``);
  return [
    `To ${TO[recipient]}, from ${sender === 'registered' ? 'a sender who is registered here' : 'any signed sender'},`,
    `on \`${channelOf(type)}\`; counts as ${countOf(type)}.`,
    codes.length === 0
      ? `Nothing of its own refuses it, beyond ${steps}.`
      : `Refused, beyond ${steps}, with ${codes.join(', ')}.`,
  ].join(' ');
}

/** What it takes of the rates of protocol.md §5.4, told by three entries in each of its lists. */
function countOf(type: CommandType): string {
  const events = COMMANDS[type].events({ events: [{}, {}, {}], items: [{}, {}, {}] });
  if (events === null) return 'one command';
  return events === 1 ? 'one event' : 'an event an entry of its list';
}

/** The docstrings at the members of one schema of `PAYLOADS` or `REPLIES`, and of the lists of an escrow that these spread. */
function docstringsIn(list: string, type: CommandType): MemberDocstrings {
  const schema = everyNode()
    .filter(ts.isPropertyAssignment)
    .filter((member) => sourceProgram().pathOf(member).startsWith('lib/protocol/'))
    .filter(({ name }) => name.getText() === type)
    .find((member) => listOf(member).endsWith(list));
  if (schema === undefined) throw new Error(`${type}: no schema is found in ${list}`);
  return memberDocstrings(schema.initializer);
}

/** The name of the constant that a member stands in. */
function listOf(node: ts.Node): string {
  return ts.isVariableDeclaration(node) ? node.name.getText() : node.parent === undefined ? '' : listOf(node.parent);
}

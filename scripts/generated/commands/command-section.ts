import ts from 'typescript';
import type * as v from 'valibot';
import { type CommandType, channelOf, PAYLOADS, REPLIES } from '../../../lib/protocol/commands.ts';
import { HELD_COMMANDS } from '../../../mediator/held/held-commands.ts';
import { memberRows } from '../schemas/member-rows.ts';
import type { Section } from '../section.ts';
import { constant } from '../source/constant.ts';
import { type MemberDocstrings, memberDocstrings } from '../source/member-docstrings.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';
import { knownForms } from './known-forms.ts';
import { refusalsOf } from './refusals-of.ts';
import { countOf, recipientOf, senderOf } from './who-of.ts';

/** What a command is: to whom and by whom, its payload, its reply, what it is refused with beyond what every command is. */
export function commandSection(type: CommandType): Section {
  const isHeld = Object.hasOwn(HELD_COMMANDS, type);
  const document = isHeld ? 'docs/address-messaging.md' : 'docs/protocol.md';
  const words = (docstring: string) => wordsFor(document, docstring);
  return {
    document,
    name: type,
    async make() {
      const known = await knownForms(isHeld);
      const part = (title: 'payload' | 'reply', schema: v.GenericSchema) => {
        const docstrings = docstringsIn(SCHEMAS[isHeld ? 'held' : 'common'][title], type);
        const rows = memberRows(schema, known, docstrings, words);
        return rows.length === 0 ? `The ${title} is an empty object.` : table([title, 'form', ''], rows);
      };
      return [
        whoLine(type, isHeld ? '`protocol.md` §5.3' : '§5.3'),
        part('payload', PAYLOADS[type]),
        part('reply', REPLIES[type]),
      ].join('\n\n');
    },
  };
}

function whoLine(type: CommandType, steps: string): string {
  const codes = refusalsOf(type).map((code) => `\`${code}\``);
  return [
    `To ${recipientOf(type)}, from ${senderOf(type)}, on \`${channelOf(type)}\`; counts as ${countOf(type)}.`,
    codes.length === 0
      ? `Beyond ${steps} nothing refuses it.`
      : `Beyond ${steps} it is refused with ${codes.join(', ')}.`,
  ].join(' ');
}

/** Where the schemas stand. */
const SCHEMAS = {
  common: {
    payload: ['lib/protocol/command-payloads.ts', 'PAYLOADS'],
    reply: ['lib/protocol/command-replies.ts', 'REPLIES'],
  },
  held: {
    payload: ['lib/protocol/held-payloads.ts', 'HELD_PAYLOADS'],
    reply: ['lib/protocol/held-replies.ts', 'HELD_REPLIES'],
  },
} as const;

/** The docstrings at the members of one schema. */
function docstringsIn([path, name]: readonly [string, string], type: CommandType): MemberDocstrings {
  const list = constant(path, name);
  const schema = ts.isObjectLiteralExpression(list)
    ? list.properties.filter(ts.isPropertyAssignment).find((one) => one.name.getText() === type)
    : undefined;
  if (schema === undefined) throw new Error(`${path}: there is no ${type}`);
  return memberDocstrings(schema.initializer);
}

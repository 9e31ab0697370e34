import { DEFAULT_LIMITS } from '../../../mediator/settings/limits.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';
import type { Limit } from './limit.ts';
import { limitsOf } from './limits-of.ts';

const ESCROW = 'Of an escrow: ';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const defaults = (): Limit[] => limitsOf('mediator/settings/limits.ts', 'DEFAULT_LIMITS', DEFAULT_LIMITS);

function section(
  document: string,
  name: string,
  head: string[],
  rowsOf: (limit: Limit) => string[][],
): Section {
  return {
    document,
    name,
    make: () =>
      table(
        head,
        defaults()
          .flatMap(rowsOf)
          .map((row) => row.map((cell) => wordsFor(document, cell))),
      ),
  };
}

/** The limits of the reference mediator by the names of `GET /limits`, with their defaults. */
export const mediatorLimits = section(
  'docs/protocol.md',
  'mediator-limits',
  ['name', 'default', ''],
  ({ name, value, what }) => [[`\`${name}\``, value, what]],
);

/** Those of an escrow alone. */
export const escrowLimits = section(
  'docs/address-messaging.md',
  'escrow-limits',
  ['name', 'default', ''],
  ({ name, value, what }) =>
    what.startsWith(ESCROW) ? [[`\`${name}\``, value, capital(what.slice(ESCROW.length))]] : [],
);

/** All of them, with the reasons. */
export const mediatorLimitReasons = section(
  'docs/security.md',
  'mediator-limits',
  ['name', 'default', '', 'why'],
  ({ name, value, what, why }) => [[`\`${name}\``, value, what, why]],
);

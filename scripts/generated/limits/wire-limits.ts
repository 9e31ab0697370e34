import { SIGNED_JSON } from '../../../lib/crypto/json-value.ts';
import { PADDING } from '../../../lib/crypto/padding.ts';
import { HELD_LIMITS, LIMITS } from '../../../lib/protocol/wire.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { wordsFor } from '../words-for.ts';
import type { Limit } from './limit.ts';
import { limitsOf } from './limits-of.ts';

/** What everybody agrees on: formats and times of events and contracts. */
const ofEvents = (): Limit[] => [
  ...limitsOf('lib/crypto/json-value.ts', 'SIGNED_JSON', SIGNED_JSON),
  ...limitsOf('lib/crypto/padding.ts', 'PADDING', PADDING),
  ...limitsOf('lib/protocol/wire.ts', 'LIMITS', LIMITS),
];

/** … and of messages to a wallet address. */
const ofHeld = (): Limit[] => limitsOf('lib/protocol/wire.ts', 'HELD_LIMITS', HELD_LIMITS);

const OURS = ' (ours)';

/** The limits of the protocol (protocol.md §9.1). */
export const protocolLimits: Section = {
  document: 'docs/protocol.md',
  name: 'protocol-limits',
  make: () =>
    table(
      ['', 'limit'],
      ofEvents().map(({ what, value }) => [wordsFor('docs/protocol.md', what), value]),
    ),
};

/** Those of messages to an address that both sides check. */
export const heldLimits: Section = {
  document: 'docs/address-messaging.md',
  name: 'held-limits',
  make: () =>
    table(
      ['', 'limit'],
      ofHeld()
        .filter(({ what }) => !what.includes(OURS))
        .map(({ what, value }) => [wordsFor('docs/address-messaging.md', what), value]),
    ),
};

/** All of them, with the reasons. */
export const wireLimits: Section = {
  document: 'docs/security.md',
  name: 'wire-limits',
  make: () =>
    table(
      ['limit', 'value', 'why'],
      [...ofEvents(), ...ofHeld()].map(({ what, value, why }) => [
        wordsFor('docs/security.md', what.replace(OURS, '')),
        value,
        wordsFor('docs/security.md', why),
      ]),
    ),
};

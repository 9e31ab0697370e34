import { refusalVerdict } from '../../../lib/mediator-client/refusal-table.ts';
import { ERROR_CODES, type ErrorCode } from '../../../lib/protocol/error-codes.ts';
import { Refusal } from '../../../mediator/errors/refusal.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';

/** What our client does with a code: an event may be tried again where anything else is over. */
function verdictOf(code: ErrorCode, status: number): string {
  const event = refusalVerdict(code, status, 'send');
  const other = refusalVerdict(code, status, 'save');
  const words = { retry: 'again later', final: 'final' } as const;
  return event === other ? words[other] : `an event ${words[event]}, anything else ${words[other]}`;
}

/** Every code of a mediator: its status, the sentence of ours, and whether our client asks again. */
export const errorCodes: Section = {
  document: 'docs/protocol.md',
  name: 'error-codes',
  make: () =>
    table(
      ['code', 'status', 'message of our mediator', 'for our client (§5.16)'],
      (Object.entries(ERROR_CODES) as [ErrorCode, number][]).map(([code, status]) => [
        `\`${code}\``,
        String(status),
        new Refusal(code).message,
        verdictOf(code, status),
      ]),
    ),
};

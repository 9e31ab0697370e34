import { type JsonValue, parseJson } from '../../../lib/crypto/canonical.ts';
import { type CommandType, parseReply } from '../../../lib/protocol/commands.ts';
import { personas } from '../support/personas.ts';
import { refused } from '../support/refused.ts';
import { repeated } from '../support/repeated.ts';
import type { AcceptCase, Members, RefuseCase } from '../support/vector-file.ts';

/** How many rows the one list of a reply may have, where that is not 100. */
const MOST: Partial<Record<CommandType, number>> = {
  QUERY_PENDING_EVENTS: 500,
  ACKNOWLEDGE_PENDING_EVENTS: 1000,
};
const MARK = 'the middle';

/** Replies with as many rows as they may have, and with one more. */
export async function longReplies(
  samples: {
    [T in CommandType]: Members;
  },
): Promise<{ accept: AcceptCase[]; refuse: RefuseCase[] }> {
  const accept: AcceptCase[] = [];
  const refuse: RefuseCase[] = [];
  for (const [command, payload] of Object.entries(samples) as [CommandType, Members][]) {
    const list = Object.keys(payload).find((name) => Array.isArray(payload[name]));
    if (list === undefined) continue;
    const most = MOST[command] ?? 100;
    const [row = null] = payload[list] as JsonValue[];
    const read = (rows: number) => {
      const input = { command, ...longReply(payload, list, row, rows) };
      return { input, run: () => readLong(input) };
    };
    const longest = read(most);
    const parts = { name: `${command}: ${most} rows`, operation: 'read-long', input: longest.input };
    accept.push({ ...parts, output: { rows: longest.run() } });
    const { input, run } = read(most + 1);
    const why = `There are at most ${most.toLocaleString('en')} of ${list}.`;
    refuse.push(
      await refused({ name: `${command}: ${most + 1} rows`, operation: 'read-long', input, why }, run),
    );
  }
  return { accept, refuse };
}

type Long = { before: string; middle: { repeat: string; times: number }; after: string };

/** The JSON text of a reply with the same row so many times. */
function longReply(payload: Members, list: string, row: JsonValue, rows: number): Long {
  const timestamp = personas.baseTime * 1000;
  const text = JSON.stringify({ type: 'SUCCESS', payload: { ...payload, [list]: [row, MARK] }, timestamp });
  const [before = '', after = ''] = text.split(`,"${MARK}"`);
  return { before, middle: repeated(`,${JSON.stringify(row)}`, rows - 1), after };
}

function readLong({ command, before, middle, after }: Long & { command: CommandType }): number {
  const reply = parseReply(command, parseJson(before + middle.repeat.repeat(middle.times) + after));
  if (reply.type === 'ERROR') throw new Error('it is a success');
  return Object.values<unknown>({ ...reply.payload }).find((one) => Array.isArray(one))?.length ?? 0;
}

import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { UnreachableError } from '../../net/unreachable-error.ts';
import type { CommandPayload } from '../../protocol/commands.ts';
import { CommandRefusedError } from '../command-refused-error.ts';
import { isAboutContent, refusalVerdict } from '../refusal-table.ts';
import type { CommandClient } from '../send-command.ts';
import { itemsOf, nextBatch, type OutboxBatch } from './outbox-batch.ts';
import type { OutboxRow } from './outbox-row.ts';
import type { FinalResult } from './outbox-sink.ts';
import type { StoredOutboxRow } from './outbox-table.ts';

/** What became of a row in one try. `offline`: nobody answered. */
export type RowResult =
  | FinalResult
  | { stored: StoredOutboxRow; state: 'later'; code: string; retryAfterMs: number | null; offline: boolean };

export interface DeliveryDeps {
  commands: CommandClient;
  keys: IdentityKeys;
  signal: AbortSignal;
  /** Mediators that do not know `SEND_EVENTS`; filled here. */
  withoutBatches: Set<string>;
}

/**
 * Tries `rows` of one lane, as many as fit in one command, and says what became of each of those; never fewer than one.
 * A refusal that blames one event is not believed about the others: they are tried one by one. Throws what is neither a
 * refusal nor a failure of the network (locked, broken off).
 */
export async function deliver(deps: DeliveryDeps, rows: readonly StoredOutboxRow[]): Promise<RowResult[]> {
  const mediatorDid = rows[0]?.row.mediatorDid ?? '';
  const single = rows[0]?.row.group === 'send' && deps.withoutBatches.has(mediatorDid);
  const batch = nextBatch(rows, single);
  const results = single ? await deliverEach(deps, batch) : await deliverBatch(deps, batch);
  if (!results.some((result) => result.state === 'refused' && result.code === 'UNSUPPORTED_COMMAND'))
    return results;
  if (rows[0]?.row.group !== 'send' || single) return results;
  deps.withoutBatches.add(mediatorDid);
  return deliverEach(deps, batch);
}

async function deliverBatch(deps: DeliveryDeps, batch: OutboxBatch): Promise<RowResult[]> {
  const [first] = batch.rows;
  if (first === undefined) return [];
  try {
    let reply: unknown;
    for (const payload of batch.payloads) reply = await send(deps, first.row, payload);
    return first.row.group === 'send' ? eachResult(batch.rows, reply) : batch.rows.map(accepted(reply));
  } catch (error) {
    const failure = failureOf(deps, error, first.row);
    const isShared = failure.state === 'later' || batch.rows.length === 1 || !isAboutContent(failure.code);
    if (isShared || failure.code === 'UNSUPPORTED_COMMAND')
      return batch.rows.map((stored) => ({ stored, ...failure }));
    return oneByOne(batch.rows, (stored) => deliverBatch(deps, nextBatch([stored], true)));
  }
}

/** `SEND_EVENT` for each row, for mediators that know nothing else. */
async function deliverEach(deps: DeliveryDeps, batch: OutboxBatch): Promise<RowResult[]> {
  return oneByOne(batch.rows, async (stored) => {
    try {
      return [accepted(await send(deps, stored.row, stored.row.payload))(stored)];
    } catch (error) {
      return [{ stored, ...failureOf(deps, error, stored.row) }];
    }
  });
}

/** Goes on to the next row only while rows are not put off, so that none overtakes. */
async function oneByOne(
  rows: readonly StoredOutboxRow[],
  tryRow: (stored: StoredOutboxRow) => Promise<RowResult[]>,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const stored of rows) {
    const some = await tryRow(stored);
    results.push(...some);
    if (some.some((result) => result.state === 'later')) break;
  }
  return results;
}

function send(
  { commands, keys, signal }: DeliveryDeps,
  row: OutboxRow,
  payload: CommandPayload,
): Promise<unknown> {
  const { channel, recipientDid } = row;
  return commands.send(keys, row.mediatorDid, { channel, recipientDid, payload }, { signal });
}

const accepted = (reply: unknown) => (stored: StoredOutboxRow) => ({
  stored,
  state: 'accepted' as const,
  reply,
});

function eachResult(rows: readonly StoredOutboxRow[], reply: unknown): RowResult[] {
  const { results } = reply as { results: { id: string; ok: boolean; code?: string }[] };
  const byId = new Map(results.map((result) => [result.id, result]));
  return rows.map((stored) => {
    const result = byId.get(itemsOf(stored.row)[0]?.id ?? '');
    if (result?.ok === true) return accepted(result)(stored);
    // Silence about an id is no refusal: the same bytes are sent again.
    const code = result?.code ?? 'INTERNAL_ERROR';
    if (refusalVerdict(code, 400, 'send') === 'final') return { stored, state: 'refused', code };
    return { stored, state: 'later', code, retryAfterMs: null, offline: false };
  });
}

type Failure =
  | { state: 'refused'; code: string }
  | { state: 'later'; code: string; retryAfterMs: number | null; offline: boolean };

function failureOf({ signal }: DeliveryDeps, error: unknown, row: OutboxRow): Failure {
  if (signal.aborted) throw error;
  if (error instanceof UnreachableError) {
    return { state: 'later', code: `UNREACHABLE_${error.reason}`, retryAfterMs: null, offline: true };
  }
  if (!(error instanceof CommandRefusedError)) throw error;
  const { reason: code, status, retryAfterMs } = error;
  if (refusalVerdict(code, status, row.group) === 'final') return { state: 'refused', code };
  return { state: 'later', code, retryAfterMs, offline: false };
}

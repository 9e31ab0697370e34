import { describe, expect, it } from 'vitest';
import { CryptoError } from '../../../lib/crypto/crypto-error.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import type { Members } from '../../../scripts/vectors/support/vector-file.ts';
import { readVectorFile } from './vector-file.ts';

/** What an operation gave: compared with the case member by member. */
export interface Ran {
  steps?: Members;
  output: Members;
}

/**
 * Runs every case of docs/vectors/<format>.json by the operations given here, which use lib alone: an accepted one gives
 * exactly its steps and output, a refused one throws with its reason. A case without an operation and an operation
 * without a case fail.
 */
export function runVectors<Input extends object>(
  format: string,
  operations: Record<string, (input: Input) => Ran | Promise<Ran>>,
): void {
  const file = readVectorFile(format);
  const run = async (operation: string, input: Members) => {
    const found = operations[operation];
    if (!found) throw new Error(`no operation ${operation}`);
    return found(expand(input) as Input);
  };
  describe(`docs/vectors/${format}.json`, () => {
    it.each(file.accept.map((one) => [one.name, one] as const))('accepts %s', async (_, one) => {
      const { steps, output } = await run(one.operation, one.input);
      if (one.steps) expect(steps).toEqual(one.steps);
      expect(output).toEqual(one.output);
    });
    it.each(file.refuse.map((one) => [one.name, one] as const))('refuses %s', async (_, one) => {
      const refusal = await run(one.operation, one.input).then(
        () => 'accepted',
        (error: unknown) => error,
      );
      if (!(refusal instanceof ProtocolError || refusal instanceof CryptoError)) throw refusal;
      expect(refusal.reason).toBe(one.reason);
    });
    it('has a case for every operation', () => {
      const used = new Set([...file.accept, ...file.refuse].map(({ operation }) => operation));
      expect([...used].sort()).toEqual(Object.keys(operations).sort());
    });
  });
}

/** `{repeat, times}` written out, at any depth. */
function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value !== 'object' || value === null) return value;
  const { repeat, times, ...others } = value as { repeat?: unknown; times?: unknown };
  if (typeof repeat === 'string' && typeof times === 'number' && Object.keys(others).length === 0)
    return repeat.repeat(times);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, expand(inner)]));
}

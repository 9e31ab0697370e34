import { expect } from 'vitest';
import { type JsonValue, parseJson } from '../../../lib/crypto/canonical.ts';
import { type CommandType, parseReply } from '../../../lib/protocol/commands.ts';
import type { Members } from '../../../scripts/vectors/support/vector-file.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  command: CommandType;
  reply: JsonValue;
  before: string;
  middle: string;
  after: string;
}

runVectors<Input>('reply', {
  read({ command, reply }) {
    return { output: { ...parseReply(command, reply) } as Members };
  },
  'read-long'({ command, before, middle, after }) {
    const reply = parseReply(command, parseJson(before + middle + after));
    const payload = 'payload' in reply ? reply.payload : {};
    const lists = Object.values<unknown>({ ...payload }).filter((one) => Array.isArray(one));
    expect(lists).toHaveLength(1);
    return { output: { rows: lists[0]!.length } };
  },
});

import { describe, expect, it } from 'vitest';
import { agree } from '../../../lib/anchor/agree.ts';
import { callRpc } from '../../../lib/anchor/call-rpc.ts';

const answering = (answer: unknown) => async () => Response.json(answer);
const refusing = (code: number, message: string, id = 1) =>
  answering({ jsonrpc: '2.0', id, error: { code, message, data: `0x${'ab'.repeat(code & 7)}` } });

const call = (fetch: Parameters<typeof callRpc>[0]) =>
  callRpc(fetch, 'https://node.example', { method: 'eth_call', params: [], timeoutMs: 1_000 });

const vote = (answers: readonly (string | Error | null)[], need: number) =>
  agree(
    answers,
    need,
    async (answer) => {
      // Null: never answers.
      if (answer === null) return new Promise<string>(() => undefined);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    (value) => value,
  );

describe('T-77 what endpoints agree on', () => {
  it('reverts are one answer, whatever id, code and words a node refuses with', async () => {
    const reverts = [
      refusing(3, 'execution reverted'),
      refusing(-32000, 'VM Exception while processing transaction: revert', 7),
      refusing(-32015, 'execution reverted: no such entry', 99),
    ];
    for (const one of reverts) expect(await call(one)).toEqual({ refusal: { reverted: true } });
    expect(await call(refusing(-32005, 'limit exceeded'))).toEqual({ refusal: { reverted: false } });
    expect(await call(answering({ jsonrpc: '2.0', id: 5, result: '0x01' }))).toEqual({ result: '0x01' });
  });

  it('needs k of n and never all: one that lies, fails or is silent blocks nobody', async () => {
    for (const bad of ['other', new Error('down'), null]) {
      for (const at of [0, 1, 2]) {
        const answers: (string | Error | null)[] = ['right', 'right'];
        answers.splice(at, 0, bad);
        const { value, voters } = await vote(answers, 2);
        expect(value).toBe('right');
        expect(voters).toEqual(['right', 'right']);
      }
    }
  });

  it('errors are no agreement, however alike, and neither are three different answers', async () => {
    const same = () => new Error('the same words');
    await expect(vote([same(), same(), 'alone'], 2)).rejects.toMatchObject({ reason: 'unreachable' });
    await expect(vote(['a', 'b', 'c'], 2)).rejects.toMatchObject({ reason: 'no-quorum' });
  });
});

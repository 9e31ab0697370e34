import { describe, expect, it } from 'vitest';
import type { ContractKeyRecord } from '../../../lib/domain/records/request-record.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { judgeAnswer } from '../../../lib/relationships/judge-answer.ts';
import { personas } from '../../../scripts/vectors/support/personas.ts';
import { sampleContract } from '../../../scripts/vectors/support/sample-contract.ts';

const { alice, bob } = personas;
const { request, signed, contractId } = await sampleContract();
const own = { index: 1, did: parseDid(alice.did) };
const saved = (change: Partial<ContractKeyRecord> = {}): ContractKeyRecord => ({
  identityIndex: 1,
  publicKey: request.contract.requestor_encryption_public_key,
  wrapped: 'AAAA',
  signed: request,
  contractId: null,
  expiresAt: request.contract.expires_at,
  ...change,
});

describe('a contract of the own mediator', () => {
  it('is taken when the key saved with its request waits for an answer', async () => {
    const key = saved();
    const taken = await judgeAnswer(signed, [key, undefined], own);
    expect(taken).toEqual({ contractId, side: 'requestor', peer: parseDid(bob.did), key });
  });

  it('is taken by a key that waits, though the other side has a row too', async () => {
    const used = saved({ contractId: 'ab'.repeat(32) });
    const key = saved({ publicKey: signed.contract.recipient_encryption_public_key ?? '', signed });
    const taken = await judgeAnswer(signed, [used, key], { index: 1, did: parseDid(bob.did) });
    expect(taken.side).toBe('recipient');
  });

  it.each([
    ['of another identity', { identityIndex: 0 }],
    ['of a completed contract', { contractId }],
    ['that was destroyed', { wrapped: null }],
    ['that is not in it', { publicKey: 'z6LS' }],
  ])('is none of ours by a key %s', async (_, change) => {
    await expect(judgeAnswer(signed, [saved(change)], own)).rejects.toMatchObject({ reason: 'unknown-key' });
  });

  it('is refused when it is not what was asked for', async () => {
    const other = {
      ...request,
      contract: { ...request.contract, timestamp: request.contract.timestamp + 1 },
    };
    await expect(judgeAnswer(signed, [saved({ signed: other })], own)).rejects.toMatchObject({
      reason: 'other-request',
    });
  });

  it('is refused when the own key stands on the side of somebody else', async () => {
    const bobs = { index: 1, did: parseDid(bob.did) };
    await expect(judgeAnswer(signed, [saved()], bobs)).rejects.toMatchObject({ reason: 'other-side' });
  });
});

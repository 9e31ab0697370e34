import { expect, it } from 'vitest';
import { insideParams } from '../../../../lib/boundary/call/inside-params.ts';

it('a page’s contractId is a conversationId inside, and nothing else changes its name', () => {
  const data = { contractId: 'of the page' };
  expect(insideParams({ contractId: 'c1', data, tags: ['a'] })).toEqual({
    conversationId: 'c1',
    data,
    tags: ['a'],
  });
  for (const params of [undefined, null, {}, { requestId: 'r' }]) expect(insideParams(params)).toBe(params);
});

import { describe, expect, it } from 'vitest';
import { allCases } from '../runtime/all-cases.ts';
import edgeCases from './data/edge-cases.json' with { type: 'json' };
import { makeEdgeCases } from './make-edge-cases.ts';

describe('the table of disputed keys and signatures', () => {
  it('is what its maker makes', () => {
    expect(makeEdgeCases()).toEqual(edgeCases);
  });

  it('has the row protocol.md §3 names, and it is refused', () => {
    const row = edgeCases.signatures.find(({ name }) => name === 'protocol.md §3');
    expect(row?.valid).toBe(false);
    expect(allCases().signatures).toContainEqual(row);
  });
});

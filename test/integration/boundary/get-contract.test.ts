import { afterAll, beforeAll, expect, it } from 'vitest';
import { createScopeWorld, type ScopeWorld } from './scope-world.ts';

let world: ScopeWorld;
beforeAll(async () => {
  world = await createScopeWorld();
  await world.permit(world.everything);
}, 120_000);
afterAll(() => world?.stop());

it('a site reads one relationship, with what it may send in it', async () => {
  const { conversationId: contractId, dids } = world.known;
  expect(await world.page('decentrl_getContract', { contractId })).toMatchObject({
    result: { contractId, identity: world.aliceDid, peer: dids[0], status: 'active', eventTypes: ['chat.*'] },
  });
});

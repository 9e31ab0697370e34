import { expect, it } from 'vitest';
import { createWorld } from '../../../support/boundary/world.ts';

const A = 'https://dapp.example';

it('T-12 counters survive the worker: 40 at once, then 20 a second', async () => {
  const world = await createWorld();
  const codes: number[] = [];
  for (let i = 0; i < 60; i++) {
    world.die();
    const reply = await world.ask(A, 'decentrl_getCapabilities');
    codes.push('error' in reply ? reply.error.code : 0);
  }
  expect(codes.filter((code) => code === 0)).toHaveLength(40);
  expect(codes.filter((code) => code === -32005)).toHaveLength(20);
  const reply = await world.ask(A, 'decentrl_getCapabilities');
  expect(reply).toMatchObject({ error: { code: -32005, data: { retryAfterMs: 50 } } });
  world.now += 1_000;
  let passed = 0;
  for (let i = 0; i < 30; i++) passed += 'result' in (await world.ask(A, 'decentrl_getCapabilities')) ? 1 : 0;
  expect(passed).toBe(20);
  expect(await world.ask('https://other.example', 'decentrl_getCapabilities')).toHaveProperty('result');
});

it('90 questions a minute, whatever becomes of them', async () => {
  const world = await createWorld();
  let asked = 0;
  for (let i = 0; i < 120; i++) {
    world.now += 100;
    const reply = await world.ask(A, 'decentrl_requestIdentities', { reason: String(i) });
    if ('pending' in reply || ('error' in reply && !JSON.stringify(reply).includes('a minute'))) asked += 1;
  }
  expect(asked).toBeGreaterThanOrEqual(90);
  expect(asked).toBeLessThanOrEqual(90 + 12 * 1.5 + 1);
});

it('a clock set back neither opens nor closes the limits', async () => {
  const world = await createWorld();
  for (let i = 0; i < 40; i++) await world.ask(A, 'decentrl_getCapabilities');
  world.now -= 60 * 60 * 1000;
  expect(await world.ask(A, 'decentrl_getCapabilities')).toMatchObject({ error: { code: -32005 } });
  world.now += 1_000;
  expect(await world.ask(A, 'decentrl_getCapabilities')).toHaveProperty('result');
});

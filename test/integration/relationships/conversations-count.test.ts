import { expect, it } from 'vitest';
import { pair, twoStrangers } from '../../support/companion-pair.ts';

it('counts the conversations, none before anybody was written to', async () => {
  const strangers = await twoStrangers();
  expect(await strangers.alice.popup('conversations_count', undefined)).toBe(0);
  await strangers.stop();
  const friends = await pair();
  expect(await friends.alice.popup('conversations_count', undefined)).toBe(1);
  await friends.alice.popup('vault_lock', undefined);
  await expect(friends.alice.popup('conversations_count', undefined)).rejects.toMatchObject({ code: 4320 });
  await friends.stop();
}, 60_000);

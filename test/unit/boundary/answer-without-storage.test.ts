import { describe, expect, it, vi } from 'vitest';
import { answerWithoutStorage } from '../../../lib/boundary/answer-without-storage.ts';
import { StorageUnusableError } from '../../../lib/errors/errors.ts';

const own = { runtimeId: 'companion', origin: 'chrome-extension://companion' };
const popup = { id: 'companion', origin: own.origin, url: `${own.origin}/popup.html` };
const why = new StorageUnusableError(true);

function setup() {
  const place = { beginAnew: vi.fn(async () => undefined) };
  const answer = (sender: object, method: string, error: unknown = why) =>
    answerWithoutStorage({ place, own }, sender, { channel: 'popup', method }, error);
  return { place, answer };
}

describe('without storage', () => {
  it('says why to whatever the popup asks, and begins anew when it asks that', async () => {
    const { place, answer } = setup();
    expect(await answer(popup, 'app_getState')).toMatchObject({
      error: { code: 4334, data: { canBeginAnew: true } },
    });
    expect(place.beginAnew).not.toHaveBeenCalled();
    expect(await answer(popup, 'storage_reset')).toEqual({ result: null });
    expect(place.beginAnew).toHaveBeenCalledOnce();
  });

  it('tells nothing of an error nobody foresaw', async () => {
    const { answer } = setup();
    expect(await answer(popup, 'app_getState', new Error('secret'))).toMatchObject({
      error: { code: -32603 },
    });
  });

  it.each([
    ['a page', { ...popup, origin: 'https://dapp.example', url: 'https://dapp.example/' }],
    ['another extension', { ...popup, id: 'other' }],
  ])('does nothing for %s', async (_, sender) => {
    const { place, answer } = setup();
    expect(await answer(sender, 'storage_reset')).toHaveProperty('error');
    expect(place.beginAnew).not.toHaveBeenCalled();
  });
});

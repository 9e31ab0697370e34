import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenPreview, openPreview } from '../../support/popup-preview/open-preview.ts';
import { words } from '../../support/popup-preview/sample-data.ts';
import { POPUP_SIZE } from '../../support/popup-preview/show-screen.ts';

describe('the popup under a hand and a keyboard', () => {
  let preview: OpenPreview;
  const at = (testid: string) => preview.page.getByTestId(testid);
  const calls = (method: string) =>
    preview.page.evaluate(
      (name) => window.preview.calls.filter((call) => call.method === name).map((call) => call.params),
      method,
    );
  const focused = () =>
    preview.page.evaluate(
      () => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.tagName,
    );

  async function open(address: string): Promise<void> {
    await preview.page.goto('about:blank');
    await preview.page.goto(`${preview.url}${address}`);
  }

  beforeAll(async () => {
    preview = await openPreview();
  });
  beforeEach(() => preview.page.setViewportSize(POPUP_SIZE));
  afterAll(() => preview?.close());

  describe('an approval', () => {
    it('T-17 a double click at 0, 200 or 500 ms approves nothing, one at 700 ms approves once', async () => {
      // A clock belongs to a whole context.
      const context = await preview.context.browser()!.newContext();
      const page = await context.newPage();
      await page.clock.install();
      await page.goto(`${preview.url}?surface=tab#/approval/connect`);
      const approve = page.getByTestId('approval-approve');
      await approve.waitFor();
      await page.clock.pauseAt(Date.now() + 60_000);
      const decided = () =>
        page.evaluate(() => window.preview.calls.filter((call) => call.method === 'approvals_decide').length);
      let height = 620;
      const rearm = async (): Promise<void> => {
        await page.setViewportSize({ width: 400, height: ++height });
        await page.locator('[data-testid=approval-approve][data-armed=false]').waitFor();
      };
      for (const ms of [0, 200, 500]) {
        await rearm();
        await page.clock.runFor(ms);
        await approve.dblclick({ force: true });
        expect(await decided(), `${ms} ms`).toBe(0);
      }
      await rearm();
      await page.clock.runFor(700);
      await page.locator('[data-testid=approval-approve][data-armed=true]').waitFor();
      await approve.dblclick();
      expect(await decided()).toBe(1);
      await context.close();
    });

    it('T-17 disarms when the focus goes, and arms anew when it comes back', async () => {
      await open('?surface=tab#/approval/connect');
      await preview.page.locator('[data-testid=approval-approve][data-armed=true]').waitFor();
      await preview.page.evaluate(() => window.dispatchEvent(new Event('blur')));
      await preview.page.locator('[data-testid=approval-approve][data-armed=false]').waitFor();
      await preview.page.evaluate(() => window.dispatchEvent(new Event('focus')));
      expect(await at('approval-approve').getAttribute('data-armed')).toBe('false');
      await preview.page.locator('[data-testid=approval-approve][data-armed=true]').waitFor();
    });

    it('T-17 has no focus on a button, ignores Enter and scripts, and takes Space', async () => {
      await open('?surface=tab#/approval/connect');
      await preview.page.locator('[data-testid=approval-approve][data-armed=true]').waitFor();
      expect(await focused()).toBe('H1');
      await preview.page.evaluate(() =>
        document.querySelector<HTMLElement>('[data-testid=approval-approve]')?.click(),
      );
      await at('approval-approve').focus();
      await preview.page.keyboard.press('Enter');
      expect(await calls('approvals_decide')).toEqual([]);
      await preview.page.keyboard.press('Space');
      await expect.poll(() => calls('approvals_decide')).toHaveLength(1);
    });

    it('T-14 answers with the id and digest of what is shown and no content', async () => {
      await open('?surface=tab#/approval/contract');
      const digest = ((await at('approval-digest').textContent()) ?? '').replaceAll(' ', '');
      await preview.page.locator('[data-testid=approval-approve][data-armed=true]').waitFor();
      await at('approval-approve').click();
      await expect
        .poll(() => calls('approvals_decide'))
        .toEqual([{ approvalId: 'contract', digest, decision: 'approve', identityIndexes: [0] }]);
    });

    it('T-18 a permission without an end needs a second gesture', async () => {
      await open('?surface=tab#/approval/connect');
      await at('approval-duration-until-revoked').check();
      await preview.page.waitForFunction(
        () => document.querySelector('[data-testid=approval-understood]') !== null,
      );
      expect(await at('approval-approve').getAttribute('aria-disabled')).toBe('true');
      await at('approval-understood').check();
      await preview.page.locator('[data-testid=approval-approve][data-armed=true]').waitFor();
      await at('approval-approve').click();
      await expect
        .poll(async () => (await calls('approvals_decide'))[0])
        .toMatchObject({ duration: 'until-revoked' });
    });

    it('goes on to the next question, and closes the window after the last', async () => {
      await open('?surface=window#/approval');
      for (let count = 7; count > 0; count--) {
        await at('approval-reject').waitFor();
        const id = await preview.page.evaluate(() => location.hash);
        await at('approval-reject').click();
        if (count > 1) await preview.page.waitForFunction((before) => location.hash !== before, id);
      }
      await expect.poll(() => preview.page.evaluate(() => window.preview.closed)).toBe(1);
      expect(
        (await calls('approvals_decide')).map((call) => (call as { decision: string }).decision),
      ).toEqual(Array(7).fill('reject'));
    });

    it('waits behind the lock', async () => {
      await open('?surface=window&phase=locked#/approval/connect');
      await at('unlock-password').fill('a password');
      expect(await at('screen-approval').count()).toBe(0);
      await preview.page.keyboard.press('Enter');
      await at('screen-approval').waitFor();
    });
  });

  describe('the lock', () => {
    it('T-34 shows nothing of what it hides, and then the place that was asked for', async () => {
      await open('?phase=locked#/c/bob');
      await at('unlock-password').waitFor();
      expect(
        await preview.page.evaluate(() => document.getElementById('app')?.textContent ?? ''),
      ).not.toMatch(/Bob|harbour/);
      expect(await calls('conversation_get')).toEqual([]);
      await at('unlock-password').fill('a password');
      await at('unlock-submit').click();
      await at('screen-conversation').waitFor();
    });

    it('says a wrong password, counts down after more, and then lets try again', async () => {
      await open('?phase=locked&clock');
      for (let time = 0; time < 2; time++) {
        await at('unlock-password').fill('wrong');
        await at('unlock-submit').click();
        await (time === 0 ? at('unlock-password-error') : at('unlock-wait')).waitFor();
      }
      expect(await at('unlock-submit').isDisabled()).toBe(true);
      await at('unlock-wait').waitFor({ state: 'detached' });
      await at('unlock-password').fill('right password');
      await at('unlock-submit').click();
      await at('screen-inbox').waitFor();
    });

    it.each(['words', 'password', 'erase'])('T-37 an address alone does not open %s', async (place) => {
      await open(`#/settings/${place}`);
      await at('screen-settings').waitFor();
      expect(await at(`screen-${place}`).count()).toBe(0);
      await at(`settings-${place}`).click();
      await at(`screen-${place}`).waitFor();
    });

    it('T-37 shows the words after the password and a second gesture, and covers them when the page is left', async () => {
      await open('#/settings');
      await at('settings-words').click();
      await at('words-password').fill('a password');
      await at('words-next').click();
      await preview.page.waitForFunction(() => !document.querySelector('[data-testid=words-password]'));
      expect(await at('words').count()).toBe(0);
      await at('words-next').click();
      await at('words').waitFor();
      await preview.page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await at('words').waitFor({ state: 'detached' });
    });
  });

  describe('the keyboard', () => {
    it('walks from the inbox into a conversation and back', async () => {
      const { page } = preview;
      await open('?');
      await at('conversation-row').first().waitFor();
      await page.keyboard.press('/');
      expect(await focused()).toBe('search');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('conversation-row');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await at('screen-conversation').waitFor();
      await expect.poll(focused).toBe('composer');
      await page.keyboard.press('Escape');
      await at('screen-inbox').waitFor();
      await page.keyboard.press('n');
      await at('screen-new-message').waitFor();
      await expect.poll(focused).toBe('new-did');
      await page.keyboard.press('Escape');
      await at('screen-inbox').waitFor();
      await page.keyboard.press('?');
      await at('help-dialog').waitFor();
      await page.keyboard.press('Escape');
      await at('help-dialog').waitFor({ state: 'detached' });
    });

    it('one Tab passes a list of a thousand, arrows and End move in it', async () => {
      const { page } = preview;
      await open('?many=1000');
      await at('conversation-row').first().waitFor();
      expect(await at('conversation-row').count()).toBeLessThan(60);
      await at('conversation-row').first().focus();
      for (let step = 0; step < 30; step++) await page.keyboard.press('ArrowDown');
      await expect
        .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.index))
        .toBe('30');
      await page.keyboard.press('End');
      await expect.poll(() => page.locator('[data-conversation=many-999]').count()).toBe(1);
      expect(await page.locator('a[tabindex="0"][data-index]').count()).toBeLessThanOrEqual(1);
    });

    it('moves in the tabs and the menu with arrows', async () => {
      const { page } = preview;
      await open('#/c/bob');
      await at('conversation-menu').focus();
      await page.keyboard.press('Enter');
      await expect.poll(focused).toBe('menu-contact');
      await page.keyboard.press('ArrowUp');
      expect(await focused()).toBe('menu-revoke');
      await page.keyboard.press('Escape');
      expect(await focused()).toBe('conversation-menu');
      await at('screen-conversation').waitFor();
    });

    it('the focus goes to the title of each new screen', async () => {
      await open('#/settings');
      await at('screen-settings').waitFor();
      await expect.poll(focused).toBe('H1');
      await at('settings-mediator').press('Enter');
      await at('screen-mediator').waitFor();
      await expect.poll(focused).toBe('H1');
    });
  });

  describe('the composer', () => {
    beforeEach(async () => {
      await open('#/c/bob');
      await at('composer').waitFor();
    });

    it('sends with Enter, breaks the line with Shift+Enter, leaves an input method alone', async () => {
      const { page } = preview;
      await at('composer').pressSequentially('one');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.type('two');
      await at('composer').dispatchEvent('keydown', { key: 'Enter', isComposing: true });
      expect(await calls('conversation_send')).toEqual([]);
      await page.keyboard.press('Enter');
      await expect
        .poll(async () => (await calls('conversation_send'))[0])
        .toMatchObject({ conversationId: 'bob', text: 'one\ntwo' });
      await expect.poll(() => at('composer').inputValue()).toBe('');
      await page.locator('[data-testid=message][data-state=queued]').waitFor();
    });

    it('keeps the draft within 250 ms', async () => {
      const { page } = preview;
      await at('composer').fill('half a thought');
      const began = await page.evaluate(() => performance.now());
      await page.waitForFunction(() =>
        window.preview.calls.some((call) => call.method === 'conversation_saveDraft'),
      );
      expect((await page.evaluate(() => performance.now())) - began).toBeLessThan(400);
      expect(await calls('conversation_saveDraft')).toEqual([
        { conversationId: 'bob', text: 'half a thought' },
      ]);
      await page.keyboard.press('Escape');
      await at('screen-inbox').waitFor();
      await page.locator('[data-conversation=bob]').click();
      await expect.poll(() => at('composer').inputValue()).toBe('half a thought');
    });

    it('counts from 80 % on and refuses what is too long', async () => {
      await at('composer').fill('x'.repeat(12_000));
      expect(await at('composer-counter').count()).toBe(0);
      await at('composer').fill('x'.repeat(13_000));
      expect(await at('composer-counter').textContent()).toBe('3000 left');
      await at('composer').fill('x'.repeat(16_001));
      expect(await at('send').isDisabled()).toBe(true);
    });

    it('the same text tried again after a failure has the same key', async () => {
      await open('?fail=conversation_send#/c/bob');
      await at('composer').fill('again');
      await at('send').click();
      await at('send-problem').waitFor();
      expect(await at('composer').inputValue()).toBe('again');
      await at('retry').click();
      await expect.poll(() => calls('conversation_send')).toHaveLength(2);
      const [first, second] = (await calls('conversation_send')) as { idempotencyKey: string }[];
      expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    });
  });

  describe('a log', () => {
    it('reads earlier messages when it is scrolled up, and does not jump', async () => {
      const { page } = preview;
      await open('?many=5#/c/many-1');
      await page.getByText('Message number 400', { exact: true }).waitFor();
      expect(await at('message').count()).toBe(50);
      await at('message-log').evaluate((log) => log.scrollTo(0, -log.scrollHeight));
      await expect.poll(() => at('message').count()).toBeGreaterThanOrEqual(100);
      expect(await at('message-log').evaluate((log) => Math.abs(log.scrollTop) > 300)).toBe(true);
    });

    it('says every state in a word and offers to try again what failed', async () => {
      await open('#/c/states');
      await at('message').first().waitFor();
      for (const state of ['queued', 'accepted', 'delivered', 'read', 'failed', 'expired']) {
        const message = preview.page.locator(`[data-testid=message][data-state=${state}] .state`);
        expect(await message.textContent()).toBe(state);
        expect(await message.locator('svg').count()).toBe(1);
      }
      await at('message-retry').first().click();
      await expect.poll(() => calls('conversation_retry')).toEqual([{ eventId: 'event-6' }]);
      expect(await at('gap').textContent()).toContain('12 messages are missing');
    });
  });

  describe('waiting and coming back', () => {
    it.each(['app_getState', 'conversations_list', 'conversation_get', 'sites_list', 'approvals_get'])(
      'L-09 says within a second and a half what it waits for when %s does not answer',
      async (method) => {
        const route =
          {
            conversation_get: '#/c/bob',
            sites_list: '#/settings/sites',
            approvals_get: '#/approval/connect',
          }[method] ?? '';
        await open(`?hang=${method}${route}`);
        const began = Date.now();
        await at('retry').first().waitFor();
        expect(Date.now() - began).toBeLessThan(2500);
        expect(
          (await preview.page.evaluate(() => document.getElementById('app')?.textContent ?? '')).length,
        ).toBeGreaterThan(10);
      },
    );

    it('opens where it was left', async () => {
      await open('?memory#/c/bob');
      await at('composer').waitFor();
      await open('?memory');
      await at('screen-conversation').waitFor();
      await preview.page.evaluate(() => localStorage.clear());
    });

    it('keeps nothing on disk but the place, the scroll, the theme and that there was an identity', async () => {
      await open('?memory#/c/bob');
      await at('composer').fill('a secret thought');
      await preview.page.keyboard.press('Escape');
      await at('screen-inbox').waitFor();
      const kept = await preview.page.evaluate(() => JSON.stringify({ ...localStorage }));
      expect(
        Object.keys(JSON.parse(kept)).every((key) => ['route', 'scroll', 'theme', 'known'].includes(key)),
      ).toBe(true);
      expect(kept).not.toMatch(/secret|Bob|harbour/);
      await preview.page.evaluate(() => localStorage.clear());
    });
  });

  describe('a first time', () => {
    it('takes four steps and asks for the words back', async () => {
      const { page } = preview;
      await open('?phase=empty');
      await at('welcome-name').fill('Alice');
      await page.keyboard.press('Enter');
      await page.locator('[data-testid=welcome-mediator-verdict][data-ok=true]').waitFor();
      await page.keyboard.press('Tab');
      await at('welcome-next').click();
      await at('welcome-password').fill('seven green lanterns');
      await page.locator('[data-testid=strength][data-ok=true]').waitFor();
      await page.keyboard.press('Enter');
      await at('screen-welcome-words').waitFor();
      expect(await at('words').count()).toBe(0);
      await at('welcome-next').click();
      await at('words').waitFor();
      await at('welcome-next').click();
      await at('words-paste').fill('wrong '.repeat(24));
      await at('words-confirm').click();
      await at('words-paste-error').waitFor();
      await at('words-paste').fill(words.join('\n'));
      await at('words-confirm').click();
      await at('screen-inbox').waitFor();
      expect(await at('banner-words').count()).toBe(0);
    });
  });
});

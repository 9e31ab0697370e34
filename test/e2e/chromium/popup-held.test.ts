import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenPreview, openPreview } from '../../support/popup-preview/open-preview.ts';
import { LINKED, WALLET } from '../../support/popup-preview/sample-data.ts';
import { POPUP_SIZE } from '../../support/popup-preview/show-screen.ts';

describe('messages to wallets under a hand and a keyboard', () => {
  let preview: OpenPreview;
  const at = (testid: string) => preview.page.getByTestId(testid);
  const calls = (method: string) =>
    preview.page.evaluate(
      (name) => window.preview.calls.filter((call) => call.method === name).map((call) => call.params),
      method,
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

  it('B-01 a new message to a wallet leaves only after the label was shown and agreed to, by keyboard alone', async () => {
    const { page } = preview;
    await open('#/new');
    await at('new-did').fill(`https://a.example/invite#${WALLET}`);
    await at('held-consent').waitFor();
    expect(await at('held-label').textContent()).toBe('Readable by a.example until 0x62C4…d7A1 sets up.');
    expect(await at('held-address').textContent()).toBe(WALLET);
    await at('new-text').fill('Your grant was approved.');
    expect(await at('new-submit').isDisabled()).toBe(true);
    await at('new-text').press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await calls('held_send')).toEqual([]);
    await page.keyboard.press('Enter');
    await at('screen-conversation').waitFor();
    expect(await calls('held_send')).toMatchObject([
      { to: WALLET.toLowerCase(), chainId: 137, allowHeld: true, escrow: 'did:web:a.example' },
    ]);
    expect(await at('banner-held').textContent()).toContain('a.example can read these messages until');
  });

  it('B-01 what was agreed to for one wallet does not hold for another', async () => {
    await open('#/new');
    await at('new-did').fill(WALLET);
    await at('held-consent').check();
    await at('new-text').fill('x');
    expect(await at('new-submit').isDisabled()).toBe(false);
    await at('new-did').fill('carol.eth');
    await expect.poll(() => at('new-submit').isDisabled()).toBe(true);
    await at('held-consent').waitFor();
    expect(await at('held-consent').isChecked()).toBe(false);
  });

  it('a wallet that is linked is written to end to end, without that question', async () => {
    await open('#/new');
    await at('new-did').fill(LINKED);
    await at('new-text').fill('Hello Grace');
    expect(await at('held-consent').count()).toBe(0);
    expect(await at('travel').getAttribute('data-delivery')).toBe('e2ee');
    await at('new-submit').click();
    await expect.poll(async () => (await calls('held_send'))[0]).toMatchObject({ allowHeld: false });
  });

  it('B-01 in a held conversation each message is resolved anew and asked for; no leaves the text', async () => {
    const { page } = preview;
    await open('#/c/wallet');
    await at('composer').fill('One more thing');
    await page.keyboard.press('Enter');
    await at('held-dialog').waitFor();
    expect(await at('held-dialog').textContent()).toContain(
      'Readable by a.example until 0x62C4…d7A1 sets up',
    );
    await page.keyboard.press('Escape');
    await at('held-dialog').waitFor({ state: 'detached' });
    expect(await at('composer').inputValue()).toBe('One more thing');
    expect(await calls('held_send')).toEqual([]);
    await at('send').click();
    await at('held-dialog-yes').click();
    await expect.poll(() => calls('held_send')).toHaveLength(1);
    expect(await calls('conversation_send')).toEqual([]);
    await expect.poll(() => at('composer').inputValue()).toBe('');
    expect((await calls('held_resolve')).length).toBeGreaterThanOrEqual(3);
  });

  it('says every state of a held message as drawing, word and sentence', async () => {
    const { page } = preview;
    await open('#/c/heldStates');
    await at('held-sentence').first().waitFor();
    const words = {
      expired: 'expired',
      withdrawn: 'withdrawn',
      'not-re-encrypted': 'handed over, not re-encrypted',
      unconfirmed: 'unconfirmed',
      disputed: 'disputed',
      held: 'held',
      're-encrypted': 're-encrypted',
    };
    for (const [state, word] of Object.entries(words)) {
      const mark = page.locator(`[data-testid=message][data-state="${state}"] .state`).first();
      expect(await mark.textContent()).toBe(word);
      expect(await mark.locator('svg').count()).toBe(1);
    }
    expect(await at('message-retry').count()).toBe(0);
    expect(await at('held-sentence').count()).toBeGreaterThan(6);
  });

  it('takes a held message back after asking', async () => {
    await open('#/c/wallet');
    await at('message-more').first().press('Enter');
    await at('message-withdraw').click();
    await at('withdraw-confirm').click();
    await expect.poll(() => calls('held_withdraw')).toEqual([{ messageId: 'event-1' }]);
    await preview.page.locator('[data-testid=message][data-state=withdrawn]').waitFor();
  });

  it('shows an anchor only where the endpoints say so, and exports the proof as a file', async () => {
    await open('#/anchors/both');
    await at('anchor-entry').first().waitFor();
    const entries = preview.page.locator('[data-testid=anchor-entry]');
    expect(await entries.nth(0).getByTestId('anchor-title').textContent()).toBe(
      'Anchored by block 74,201,118',
    );
    expect(await entries.nth(1).getByTestId('anchor-title').textContent()).toBe('Not anchored yet');
    const [download] = await Promise.all([
      preview.page.waitForEvent('download'),
      at('export-proof').press('Enter'),
    ]);
    expect(download.suggestedFilename()).toBe('proof.json');
    expect(await readFile(await download.path(), 'utf8')).toBe('{"v":1}');
    await expect.poll(() => at('export-saved').textContent()).toContain('proof.json');
  });

  it.each(['off', 'none'])('offers no proof where nothing is anchored (%s)', async (id) => {
    await open(`#/anchors/${id}`);
    await preview.page.locator('[data-testid=anchor-entry], .empty-title').first().waitFor();
    expect(await at('export-proof').isDisabled()).toBe(true);
    expect(await preview.page.locator('.proof-head .good').count()).toBe(0);
  });

  it('says within a second and a half that it waits for the endpoints', async () => {
    await open('?hang=anchor_get#/anchors/x');
    await at('retry').waitFor();
    expect(await at('waiting').textContent()).toContain('endpoints');
  });

  it('anchors the own messages of a conversation only after a yes', async () => {
    const { page } = preview;
    await open('#/c/bob');
    await at('conversation-menu').click();
    await at('menu-anchor').click();
    await at('anchor-dialog').waitFor();
    await page.keyboard.press('Escape');
    expect(await calls('conversation_setAnchoring')).toEqual([]);
    await at('conversation-menu').click();
    await at('menu-anchor').click();
    await at('anchor-confirm').click();
    await expect
      .poll(() => calls('conversation_setAnchoring'))
      .toEqual([{ conversationId: 'bob', on: true }]);
    await at('message-more').first().waitFor();
  });

  it('opens the page of the mediator to link a wallet, and unlinks after asking', async () => {
    await open('#/settings/wallets');
    await at('wallet-link').click();
    await expect
      .poll(() => preview.page.evaluate(() => window.preview.opened))
      .toEqual(['https://a.example/link']);
    await at('wallet-revoke').first().click();
    await at('wallet-confirm').click();
    await expect.poll(() => calls('wallets_revoke')).toHaveLength(1);
    await expect.poll(() => at('wallet').count()).toBe(1);
  });

  it('keeps only settings that can work, and goes back to the defaults', async () => {
    await open('#/settings/chain');
    await at('chain-rpc-2').fill('https://rpc-a.example');
    await at('chain-save').click();
    await at('chain-rpc-3-error').waitFor();
    expect(await calls('anchor_settingsSet')).toEqual([]);
    await at('chain-defaults').click();
    expect(await at('chain-rpc-2').inputValue()).toBe('https://rpc-b.example');
    await at('chain-ens').fill('https://ens.example');
    await at('chain-save').click();
    await expect
      .poll(async () => (await calls('anchor_settingsSet'))[0])
      .toMatchObject({ settings: { ensRpcUrl: 'https://ens.example', contract: null } });
  });

  it('a question of a site names who can read it, the words, and the escrow that joins the list', async () => {
    await open('?surface=tab#/approval/held');
    await at('approval-content').waitFor();
    expect(await at('approval-escrow').textContent()).toBe(
      'Readable by a.example until 0x62C4…d7A1 sets up.',
    );
    expect(await at('approval-content').textContent()).toContain('Your parcel waits at quay 4.');
    await open('?surface=tab#/approval/link');
    await at('approval-wallet').waitFor();
    expect(await at('approval-wallet').textContent()).toContain(LINKED);
    expect(await at('approval-escrow').textContent()).toContain('escrow.example joins your list of escrows');
  });
});

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChromiumCompanion, launchChromium } from '../support/launch-chromium.ts';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { BROWSER_PASSWORD, type BrowserTalker, connectBrowsers } from './support/browser-pair.ts';
import { extensionRpc } from './support/extension-rpc.ts';

const at = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);

/** Loses the file without which Chromium opens no database of the companion any more, nor deletes one. */
async function loseManifest(profileDir: string): Promise<void> {
  const folder = join(profileDir, 'Default/IndexedDB');
  const name = (await readdir(folder)).find((one) => one.startsWith('chrome-extension_'));
  if (name === undefined) throw new Error('There is no database.');
  const files = await readdir(join(folder, name));
  const lost = files.filter((file) => file.startsWith('MANIFEST'));
  expect(lost).toHaveLength(1);
  await rm(join(folder, name, lost[0] ?? ''));
}

describe('a profile that lost its database', () => {
  let mediator: RunningMediator;
  let alice: ChromiumCompanion;
  let bob: ChromiumCompanion;
  let talkers: [BrowserTalker, BrowserTalker];
  const profileDirs: string[] = [];

  const texts = async ({ read }: BrowserTalker) =>
    (await read()).map((item) => (item.kind === 'message' ? item.text : item.kind));

  beforeAll(async () => {
    mediator = await startMediator();
    const people = [];
    for (const name of ['alice', 'bob']) {
      const profileDir = await mkdtemp(join(tmpdir(), 'companion-lost-'));
      profileDirs.push(profileDir);
      const companion = await launchChromium({ profileDir });
      people.push({ name, companion, rpc: extensionRpc(await companion.popup()), mediatorDid: mediator.did });
    }
    const [one, two] = people as [(typeof people)[number], (typeof people)[number]];
    alice = one.companion;
    bob = two.companion;
    talkers = await connectBrowsers([one, two]);
  }, 180_000);

  afterAll(async () => {
    await alice?.close();
    await bob?.close();
    await mediator?.stop();
    await Promise.all(profileDirs.map((folder) => rm(folder, { recursive: true, force: true })));
  });

  it('R-11 says so, goes on with empty storage when the person wants it, and has contact and messages back', async () => {
    const [hers, his] = talkers;
    await hers.rpc.insist('conversation_send', {
      conversationId: hers.conversationId,
      text: 'before',
      idempotencyKey: 'before',
    });
    await his.rpc.insist('conversation_send', {
      conversationId: his.conversationId,
      text: 'answer',
      idempotencyKey: 'answer',
    });
    await waitUntil('both messages', async () => {
      await his.rpc.insist('sync_now');
      return (await texts(his)).length === 2;
    });
    const { did } = (await his.rpc.insist('app_getState')).identities[0] ?? { did: '' };
    await waitUntil('his copies at the mediator', async () => {
      const { report } = await his.rpc.insist('diagnostics_get');
      return /waiting to be sent: 0,/.test(report);
    });

    await bob.close();
    await loseManifest(profileDirs[1] ?? '');
    bob = await launchChromium({ profileDir: profileDirs[1] ?? '' });
    const page = await bob.popup();
    await at(page, 'screen-unusable').waitFor();
    await page.screenshot({ path: 'artifacts/lost-storage.png' });
    // A passing failure must never split the data, so it does nothing by itself.
    await at(page, 'unusable-again').click();
    await at(page, 'screen-unusable').waitFor();
    await at(page, 'anew').click();
    await at(page, 'anew-dialog').waitFor();
    await page.screenshot({ path: 'artifacts/lost-storage-anew.png' });
    await at(page, 'anew-confirm').click();
    await at(page, 'screen-unlock').waitFor();
    await at(page, 'unlock-password').fill(BROWSER_PASSWORD);
    await page.keyboard.press('Enter');

    const rpc = extensionRpc(page);
    await waitUntil(
      'him to be unlocked',
      async () => (await rpc.insist('app_getState')).phase === 'unlocked',
    );
    expect((await rpc.insist('app_getState')).identities.map((one) => one.did)).toEqual([did]);
    const row = await waitUntil(
      'his conversation',
      async () => {
        await rpc.insist('sync_now');
        return (await rpc.insist('conversations_list', {})).items.find(
          ({ contact }) => contact.status === 'active',
        );
      },
      30_000,
    );
    const again = { ...his, rpc, conversationId: row.conversationId };
    const read = async () =>
      (await rpc.insist('conversation_get', { conversationId: row.conversationId, limit: 100 })).items.map(
        (item) => (item.kind === 'message' ? item.text : item.kind),
      );
    expect(
      (await waitUntil('his history', async () => ((await read()).length >= 2 ? read() : null))).toSorted(),
    ).toEqual(['answer', 'before']);
    await rpc.insist('conversation_send', {
      conversationId: again.conversationId,
      text: 'after',
      idempotencyKey: 'after',
    });
    await waitUntil('her to read on', async () => {
      await hers.rpc.insist('sync_now');
      return (await texts(hers)).includes('after');
    });
  }, 240_000);

  it('R-11 stays there: the browser starts again, and nothing is asked or lost', async () => {
    await bob.close();
    bob = await launchChromium({ profileDir: profileDirs[1] ?? '' });
    const page = await bob.popup();
    await at(page, 'screen-unlock').waitFor();
    const rpc = extensionRpc(page);
    await rpc.insist('vault_unlock', { password: BROWSER_PASSWORD });
    const { items } = await rpc.insist('conversations_list', {});
    expect(items.map(({ lastLine }) => lastLine)).toEqual(['after']);
    // Erasing everything does not lead back to what cannot be opened.
    await rpc.insist('vault_erase', { confirmation: 'delete' });
    await page.reload();
    await at(page, 'screen-welcome-name').waitFor();
  }, 120_000);
});

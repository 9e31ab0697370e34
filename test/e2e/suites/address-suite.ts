import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveAway, onboard, openRequest, seeMessage, writeToWallet } from '../../support/companion.ts';
import type { CompanionPage } from '../../support/companion-page.ts';
import type { SitePage } from '../../support/dapp-page.ts';
import { startEscrow } from '../../support/held-companions.ts';
import { fetchSent, leaveLetter, makeWallet } from '../../support/held-personas.ts';
import { newcomer, type TestIdentity } from '../../support/mediator-client.ts';
import type { OpenCompanion } from '../../support/open-companion.ts';
import { anvilWallet } from '../../support/page-wallet.ts';
import { POPUP_SELECTORS } from '../../support/popup-selectors.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';
import type { RunningMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';

const { conversation, newMessage, request, settings } = POPUP_SELECTORS;
const password = 'flowerpot ginger seaside 31';

/** What waits for a wallet is found once it is linked, and what is written to one is labelled before it leaves. */
export function addressSuite(open: () => Promise<OpenCompanion>): void {
  describe('messages to a wallet address', () => {
    let anvil: RunningAnvil;
    let escrow: RunningMediator;
    let alice: TestIdentity;
    let companion: OpenCompanion;
    let popup: CompanionPage;
    const host = () => new URL(escrow.url).host;

    beforeAll(async () => {
      [anvil, escrow] = await Promise.all([startAnvil(), startEscrow()]);
      alice = await newcomer(escrow, 'Alice');
      companion = await open();
      popup = await companion.openPopup();
      await onboard(popup, { name: 'Carol', mediator: escrow.did, password });
    });
    afterAll(async () => {
      await companion?.close();
      await escrow?.stop();
      await anvil?.stop();
    });

    const approveNext = async () => approveAway(await companion.question());
    const inPage = (page: SitePage, script: string) =>
      page.evaluate((text) => String(Reflect.apply(new Function(text), undefined, [])), script);

    it('B-01 says who can read what is written to a wallet nobody answers for, and sends only after a yes', async () => {
      const { address } = makeWallet();
      const label = await writeToWallet(popup, address, 'Are you there?');
      expect(label).toMatch(/^Readable by 127\.0\.0\.1:\d+ until 0x\w{4}…\w{4} sets up\.$/);
      expect(label).toContain(host());
      await popup.click(newMessage.submit);
      await popup.see(conversation.screen);
      await seeMessage(popup, 'Are you there?', ['held']);
      expect((await popup.texts(conversation.heldSentence)).join()).toContain(`Readable by ${host()}`);
    });

    it('links a wallet of EIP-6963 on the page of the mediator, and what waited for it is there, labelled', async () => {
      const wallet = anvilWallet(anvil, 3);
      const body = JSON.stringify({ content: 'The key is under the flowerpot' });
      await leaveLetter(escrow, alice, wallet.address, { content: { type: 'chat.message', body } });
      const page = await companion.openSite(`${escrow.url}/link`, wallet);
      await waitUntil('the page to find both', async () => {
        return (await inPage(page, "return document.querySelector('#link').disabled")) === 'false';
      });
      await inPage(page, "document.querySelector('#link').click()");
      await approveNext();
      await approveNext();
      await waitUntil('the page to be done', async () => {
        return (await inPage(page, "return document.querySelector('#notice').dataset.kind")) === 'done';
      });
      await page.close();
      await popup.route('/settings/wallets');
      await popup.see(settings.wallets.row);
      expect(await popup.attributes(settings.wallets.row, 'data-state')).toEqual(['linked']);

      await openRequest(popup);
      await popup.see(request.held);
      await seeMessage(popup, 'The key is under the flowerpot', ['re-encrypted']);
      const [sentence] = await popup.texts(conversation.heldSentence);
      expect(sentence).toMatch(/^End-to-end encrypted since .*; 127\.0\.0\.1:\d+ could read it before$/);
      expect((await fetchSent(escrow, alice)).map(({ state }) => state)).toEqual(['REKEYED']);
    });
  });
}

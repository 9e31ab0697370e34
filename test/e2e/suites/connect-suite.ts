import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { approve, onboard, reject, unlock } from '../../support/companion.ts';
import type { CompanionPage } from '../../support/companion-page.ts';
import { callProvider, provider, type SitePage } from '../../support/dapp-page.ts';
import type { OpenCompanion } from '../../support/open-companion.ts';
import { type ServedDapp, serveDapp } from '../../support/serve-dapp.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';

const password = 'harbour lantern quietly 42';

/** Connecting a site: approved, rejected, window closed, locked, with the background gone in between. */
export function connectSuite(open: () => Promise<OpenCompanion>): void {
  describe('connecting a site', () => {
    let mediator: RunningMediator;
    let dapp: ServedDapp;
    let companion: OpenCompanion;
    let popup: CompanionPage;
    let site: SitePage;

    beforeAll(async () => {
      mediator = await startMediator();
      dapp = await serveDapp({ port: 0 });
      companion = await open();
      popup = await companion.openPopup();
      await onboard(popup, { name: 'Alice', mediator: mediator.did, password });
      site = await companion.openSite(dapp.url);
    });
    // The window of an answered question closes by itself; until then it looks like the next one.
    afterEach(() => waitUntil('the window to close', async () => (await companion.questions()) === 0));
    afterAll(async () => {
      await companion?.close();
      await dapp?.stop();
      await mediator?.stop();
    });

    it('T-02 tells a page nothing before it is connected', async () => {
      expect(await provider(site, 'decentrl_identities')).toEqual([]);
      const refused = await callProvider(site, 'decentrl_getContracts');
      expect(refused.error?.code).toBe(4100);
    });

    it('answers 4001 rejected when the person says no', async () => {
      const answer = callProvider(site, 'decentrl_requestIdentities');
      await reject(await companion.question());
      expect((await answer).error).toMatchObject({ code: 4001, data: { cause: 'rejected' } });
    });

    it('answers 4001 dismissed when the window is closed', async () => {
      const answer = callProvider(site, 'decentrl_requestIdentities');
      await (await companion.question()).close();
      expect((await answer).error).toMatchObject({ code: 4001, data: { cause: 'dismissed' } });
    });

    it('asks once for two identical requests, and answers both, though the background dies while it is open', async () => {
      const answers = [
        provider(site, 'decentrl_requestIdentities'),
        provider(site, 'decentrl_requestIdentities'),
      ];
      const question = await companion.question();
      expect(await companion.questions()).toBe(1);
      await companion.killBackground();
      await approve(question);
      const [one, two] = await Promise.all(answers);
      expect(one).toEqual([{ did: expect.stringMatching(/^did:decentrl:/), alias: 'Alice' }]);
      expect(two).toEqual(one);
      await waitUntil('the window to close', async () => (await companion.questions()) === 0);
      expect(await provider(site, 'decentrl_identities')).toEqual(one);
    });

    it('asks for the password first when it is locked, then goes on', async () => {
      await provider(site, 'wallet_revokePermissions', { decentrl_identities: {} });
      await popup.route('/');
      await popup.click('lock-now');
      await popup.see('screen-unlock');
      const answer = provider(site, 'decentrl_requestIdentities');
      const question = await companion.question();
      await unlock(question, password);
      await approve(question);
      expect(await answer).toHaveLength(1);
    });

    it('is locked after a restart of the browser, and still connected', async () => {
      await companion.restart();
      popup = await companion.openPopup();
      await popup.see('screen-unlock');
      site = await companion.openSite(dapp.url);
      expect(await provider(site, 'decentrl_identities')).toHaveLength(1);
      const locked = await callProvider(site, 'decentrl_getContracts');
      expect(locked.error?.code).toBe(4320);
      await unlock(popup, password);
      expect((await provider(site, 'decentrl_getContracts')).items).toEqual([]);
    });
  });
}

/**
 * Alice writes to a wallet address. Nobody answers for it yet: an escrow holds the message, can read it, and the screen
 * says so. Then Carol comes, links that wallet, and from then on nobody but the two can read it; the chain says since when
 * its bytes exist.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { type Canary, findCanaries, textCanary } from '../../test/support/canary-search.ts';
import {
  addEscrow,
  approveAway,
  onboard,
  openConversation,
  openRequest,
  seeAnchored,
  seeMessage,
  sendMessage,
  setChain,
  syncNow,
  writeToWallet,
} from '../../test/support/companion.ts';
import { keysOfEscrow, openAsEscrow, recordsOfEscrow } from '../../test/support/open-as-escrow.ts';
import { POPUP_SELECTORS } from '../../test/support/popup-selectors.ts';
import { waitUntil } from '../../test/support/wait-until.ts';
import { escrowView } from './escrow-view.ts';
import { dataBytes } from './mediator-view.ts';
import { Person } from './person.ts';
import type { EscrowWorld } from './start-escrow-world.ts';
import type { StepRunner } from './step-runner.ts';
import { assertOffline, verifyOffline } from './verify-offline.ts';

const { anchors, conversation, newMessage, request, settings } = POPUP_SELECTORS;
const texts = {
  toWallet: 'Carol, the key is under the third flowerpot',
  fromDapp: 'and this came from the dApp of Alice, for your wallet',
  answer: 'Found it, Alice. From here on it is only us two',
};

/** What the walkthrough with a wallet works with. */
export interface WalletWalkthrough {
  step: StepRunner['step'];
  world: EscrowWorld;
  alice: Person;
  /** Where Carol's profile will be. */
  profileDir: string;
  artifacts: string;
  /** Called as soon as Carol is there. */
  onCarol(carol: Person): void;
  /** What no mediator may ever see of the people who are there. */
  secrets(): Canary[];
}

/** Runs it after the first walkthrough, with its Alice; throws with the first step that fails. */
export async function walletWalkthrough(parts: WalletWalkthrough): Promise<void> {
  const { step, world, alice, artifacts } = parts;
  const { escrow, wallet } = world;
  const place = { rpcUrls: world.endpoints.map(({ url }) => url), gateways: world.gateways };
  const host = new URL(escrow.url).host;
  const view = () => escrowView(escrow.dataDir);
  let carol!: Person;
  let messageId = '';
  let inviteUrl = '';

  await step('Alice adds an escrow, and three endpoints by which the chain is read', async () => {
    await addEscrow(alice.popup, escrow.did);
    await setChain(alice.popup, place);
    return `chain 137, contract ${world.contract.address}`;
  });
  await step(
    'Alice writes to Carol’s wallet; Carol does not exist yet, and the screen says who can read it',
    async () => {
      const label = await writeToWallet(alice.popup, wallet.address, texts.toWallet);
      if (!label.startsWith(`Readable by ${host} until 0x`)) throw new Error(`The label is “${label}”.`);
      await alice.picture('wallet-new');
      inviteUrl = `${escrow.url}/invite#${wallet.address}`;
      await alice.popup.click(newMessage.submit);
      await alice.popup.see(conversation.screen);
      const { eventId } = await seeMessage(alice.popup, texts.toWallet, ['held']);
      messageId = eventId ?? '';
      const [sentence] = await alice.popup.texts(conversation.heldSentence);
      await alice.picture('wallet-held');
      return sentence;
    },
  );
  await step('Her dApp writes there too; the question names who can read it', async () => {
    const { dapp } = alice;
    await dapp.getByTestId('wallet-to').fill(wallet.address);
    await dapp.getByTestId('wallet-text').fill(texts.fromDapp);
    await dapp.getByTestId('wallet-send').click();
    await answer(alice);
    const who = await answer(alice, 'approval-wallet');
    if (!who.includes(host)) throw new Error('The question does not name the escrow.');
    await dapp.getByText('Held until the wallet is linked').waitFor();
    await seeMessage(alice.popup, texts.fromDapp, ['held']);
    return undefined;
  });
  await step(
    'The escrow can read both: with its keys they open, and without a label that would be nobody’s business',
    async () => {
      const { open, keys, ciphertexts } = await tryEverything(escrow);
      for (const text of [texts.toWallet, texts.fromDapp]) {
        if (!open.some((one) => one.includes(text)))
          throw new Error(`“${text}” does not open: the search is blind.`);
      }
      return `${open.length} opened, by ${keys} keys on ${ciphertexts} ciphertexts`;
    },
  );
  await step('The index is anchored; Alice reads so from the chain, by three endpoints', async () => {
    await allAnchored(view);
    const title = await seeAnchored(alice.popup, messageId, 'held');
    const asked = world.endpoints.map(({ calls }) => calls.length);
    if (asked.some((count) => count === 0))
      throw new Error(`The endpoints were asked ${asked.join(', ')} times.`);
    return title;
  });
  await step('Carol gets the link of the invitation; it holds no secret', async () => {
    const page = await alice.browser.context.newPage();
    await page.goto(inviteUrl);
    await page.getByText(wallet.address).waitFor();
    await page.screenshot({ path: join(artifacts, 'wallet-invite.png') });
    await page.close();
    if (escrow.log().includes(wallet.address)) throw new Error('The address is in the log of the escrow.');
    return inviteUrl;
  });
  await step('Carol installs the companion and makes her identity', async () => {
    const password = 'flowerpot ginger seaside 31';
    carol = await Person.arrive('Carol', password, parts.profileDir, artifacts);
    parts.onCarol(carol);
    await carol.carry(wallet);
    carol.words = await onboard(carol.popup, { name: 'Carol', mediator: escrow.did, password });
    await setChain(carol.popup, { ...place, gateways: place.gateways.toReversed() });
    return undefined;
  });
  await step('Carol links her wallet on the page of the mediator', async () => {
    await carol.popup.route('/settings/wallets');
    await carol.popup.see(settings.wallets.screen);
    const opened = carol.browser.context.waitForEvent('page');
    await carol.popup.click(settings.wallets.link);
    const page = await opened;
    await page.waitForURL(`${escrow.url}/link`);
    await page.getByRole('button', { name: 'Link this wallet' }).click();
    await answer(carol);
    await answer(carol, 'approval-link');
    await page.locator('#notice[data-kind="done"]').waitFor();
    await page.screenshot({ path: join(artifacts, 'wallet-link.png') });
    const [words] = await page.locator('#notice').allTextContents();
    await page.close();
    return words;
  });
  await step('Carol finds the messages in Requests, with their label', async () => {
    await openRequest(carol.popup);
    await carol.popup.see(request.held);
    await seeMessage(carol.popup, texts.toWallet, ['re-encrypted']);
    await seeMessage(carol.popup, texts.fromDapp, ['re-encrypted']);
    const sentence = (await carol.popup.texts(conversation.heldSentence)).at(-1) ?? '';
    if (!sentence.endsWith(`${host} could read it before`)) throw new Error(`The label is “${sentence}”.`);
    await carol.picture('wallet-request');
    return sentence;
  });
  await step(
    'They are encrypted anew; nothing the escrow has opens them, with every key it has',
    async () => {
      await waitUntil('the hand-over', () =>
        view().states.every((state) => /^(REKEYED|CONFIRMED)$/.test(state)),
      );
      const { records, shares, published } = view();
      if (records + shares > 0) throw new Error(`${records} records and ${shares} shares are left.`);
      const { open, keys, ciphertexts } = await tryEverything(escrow);
      if (open.length > 0) throw new Error(`The escrow opened ${open.length} of them.`);
      if (ciphertexts < 2) throw new Error('There is nothing to try.');
      return `0 opened, by ${keys} keys on ${ciphertexts} ciphertexts; ${published} blocks published`;
    },
  );
  await step('Alice’s screen confirms, by her own words under a key the escrow never had', async () => {
    await syncNow(alice.popup, '/');
    await openConversation(alice.popup);
    await seeMessage(alice.popup, texts.toWallet, ['re-encrypted'], 60_000);
    await seeMessage(alice.popup, texts.fromDapp, ['re-encrypted'], 60_000);
    await waitUntil('the escrow to hear of it', () => view().states.every((state) => state === 'CONFIRMED'));
    await alice.picture('wallet-confirmed');
    return (await alice.popup.texts(conversation.heldSentence)).at(-1);
  });
  await step('Carol accepts; Alice is not asked, and they go on end to end', async () => {
    await carol.popup.click(request.accept);
    await carol.popup.see(conversation.screen);
    await syncNow(alice.popup, '/');
    await openConversation(carol.popup);
    await sendMessage(carol.popup, texts.answer);
    await openConversation(alice.popup);
    await seeMessage(alice.popup, texts.answer, ['received'], 60_000);
    return undefined;
  });
  await step('Both see by which block it is anchored, re-encrypted', async () => {
    await allAnchored(view);
    const lines = [];
    for (const person of [carol, alice]) {
      lines.push(`${person.name} “${await seeAnchored(person.popup, messageId, 're-encrypted')}”`);
      await person.picture(`wallet-anchors-${person.name.toLowerCase()}`);
      await openConversation(person.popup);
      await person.popup.see(conversation.anchoredMark);
    }
    if (world.secondGateway.given.length === 0) throw new Error('The second gateway gave nothing.');
    return lines.join(', ');
  });
  const proof = join(artifacts, 'proof.json');
  await step('Carol exports the proof; it verifies on the command line with the network off', async () => {
    await seeAnchored(carol.popup, messageId, 're-encrypted');
    const download = carol.popupPage.waitForEvent('download');
    await carol.popup.click(anchors.export);
    await (await download).saveAs(proof);
    await assertOffline(`${escrow.url}/health`);
    const { code, output } = await verifyOffline(proof);
    if (code !== 0) throw new Error(`Exit ${code}: ${output}`);
    const [, block] = /block\s+(\d+) {2}\(/.exec(output) ?? [];
    const [, hash] = /block hash\s+(0x[0-9a-f]{64})/.exec(output) ?? [];
    // The one thing that is left to compare with the chain.
    const number = `0x${Number(block).toString(16)}`;
    const onChain = await world.anvil.rpc<{ hash: string }>('eth_getBlockByNumber', number, false);
    if (onChain.hash !== hash)
      throw new Error(`Block ${block} is ${onChain.hash} on the chain, ${hash} in the proof.`);
    return `npm run verify-proof -- ${proof}: valid, block ${block} is the chain’s`;
  });
  await step('With one byte changed it does not', async () => {
    const bytes = await readFile(proof);
    const changed = join(artifacts, 'proof-changed.json');
    const reasons = new Set<string>();
    for (const part of [0.05, 0.35, 0.65, 0.95]) {
      const copy = Buffer.from(bytes);
      const at = Math.floor(copy.length * part);
      copy[at] = (copy[at] ?? 0) ^ 1;
      await writeFile(changed, copy);
      const { code, output } = await verifyOffline(changed);
      if (code !== 1) throw new Error(`Byte ${at} changed, exit ${code}: ${output}`);
      reasons.add(output.trim());
    }
    return [...reasons].join(' ');
  });
  await step(
    'No database, log or wire of the escrow holds a text, a password or a key of theirs',
    async () => {
      const searched = [
        ...Object.entries(texts).map(([name, text]) => textCanary(`the text “${name}”`, text)),
        ...parts.secrets(),
      ];
      const content = Buffer.concat([
        await dataBytes(escrow.dataDir),
        Buffer.from(escrow.log()),
        escrow.wire?.recorded() ?? Buffer.alloc(0),
      ]);
      const found = findCanaries(content, searched);
      if (found.length > 0) throw new Error(found.join(', '));
      if (!content.includes(wallet.address))
        throw new Error('The escrow does not know the wallet: the search is blind.');
      return `${searched.length} canaries in ${(content.length / 1e6).toFixed(1)} MB`;
    },
  );

  /** Approves what is asked, leaves a picture if it has a name, and waits until that question is gone; gives its words. */
  async function answer(person: Person, picture?: string): Promise<string> {
    const page: Page = await person.question();
    if (picture !== undefined) await person.picture(picture, page);
    const words = (await page.locator('body').textContent()) ?? '';
    await approveAway(person.page(page));
    return words;
  }
}

/** Tries every key of an escrow on everything it has and ever published. */
async function tryEverything(escrow: { dataDir: string }) {
  const records = await recordsOfEscrow(escrow);
  const { texts, keys } = await openAsEscrow(records, await keysOfEscrow(escrow));
  return { open: [...texts.values()], keys, ciphertexts: records.size };
}

/** Waits until every CID is in an index file, and every index file in a final block. */
async function allAnchored(view: () => ReturnType<typeof escrowView>): Promise<void> {
  await waitUntil(
    'everything to be anchored',
    () => {
      const { unlisted, indexFiles } = view();
      return unlisted === 0 && indexFiles.length > 0 && indexFiles.every((state) => state === 'finalized');
    },
    90_000,
  );
}

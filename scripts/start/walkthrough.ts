/**
 * The whole life of a relationship, through the real interfaces: clicks in the popup, calls of `window.decentrl` in a
 * page, two browsers, two mediators; and then a message to a wallet nobody answers for yet. One step a line, and under it
 * what each mediator holds.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findCanaries, textCanary } from '../../test/support/canary-search.ts';
import {
  acceptRequest,
  approve,
  onboard,
  openConversation,
  openInbox,
  openRequest,
  revokeContract,
  seeMessage,
  sendMessage,
  shownMessages,
} from '../../test/support/companion.ts';
import { callProvider, provider, providerEvents } from '../../test/support/dapp-page.ts';
import { POPUP_SELECTORS } from '../../test/support/popup-selectors.ts';
import { waitUntil } from '../../test/support/wait-until.ts';
import { projectRoot } from '../build-extension.ts';
import { describeEscrow, escrowView } from './escrow-view.ts';
import { dataBytes, describeView, mediatorView } from './mediator-view.ts';
import { Person } from './person.ts';
import { secretsOf } from './secrets-of.ts';
import { sendUnderContract } from './send-under-contract.ts';
import { type EscrowWorld, startEscrowWorld } from './start-escrow-world.ts';
import { startWorld, type WorldMediator } from './start-world.ts';
import { createStepRunner } from './step-runner.ts';
import { walletWalkthrough } from './wallet-walkthrough.ts';

const TYPE = 'chat.message';
const texts = {
  note: 'It is Alice from the harbour café',
  fromDapp: 'Hello Bob, this left the dApp of Alice',
  reply: 'Hello Alice, read and answered in the popup',
  whileAway: 'Bob, the ferry leaves at seven tomorrow',
  whileAwayToo: 'and bring the blue umbrella with you',
  afterDeath: 'sent right after the background had died',
  throughOutage: 'written while the mediator of Bob was gone',
  afterTheEnd: 'nobody should ever get to see this line',
};

/** Runs the walkthrough with fresh data; returns how many steps passed and failed. */
export async function walkthrough(folder: string): Promise<{ passed: number; failed: number }> {
  const artifacts = join(projectRoot, 'artifacts');
  await rm(folder, { recursive: true, force: true });
  await mkdir(artifacts, { recursive: true });
  const world = await startWorld({ folder });
  const people: Person[] = [];
  const canaries = () => [
    ...Object.entries(texts).map(([name, text]) => textCanary(`the text “${name}”`, text)),
    textCanary('the event type', TYPE),
    ...people.flatMap(secretsOf),
  ];
  const look = async (name: string, mediator: WorldMediator) =>
    `mediator ${name}: ${describeView(await mediatorView(mediator.dataDir, canaries()))}`;
  let later: EscrowWorld | null = null;
  const runner = createStepRunner(async () =>
    later === null
      ? [await look('A', world.a), await look('B', world.b)]
      : [`escrow: ${describeEscrow(escrowView(later.escrow.dataDir))}`],
  );
  const profile = (name: string) => join(folder, name.toLowerCase());
  const arrive = async (name: string, password: string, mediator: WorldMediator) => {
    const person = await Person.arrive(name, password, profile(name), artifacts);
    people.push(person);
    if (people.length === 1) {
      await person.popup.see(POPUP_SELECTORS.welcome.screens.name);
      await person.picture('welcome');
    }
    person.words = await onboard(person.popup, { name, mediator: mediator.did, password });
    return person;
  };
  const registered = (mediator: WorldMediator) =>
    waitUntil('the registration to be a contract', async () => {
      const { contracts } = await mediatorView(mediator.dataDir, []);
      return contracts >= 1;
    });

  try {
    let alice!: Person;
    let bob!: Person;
    let contractId = '';
    const { step } = runner;

    await step('Alice makes her identity and registers with mediator A', async () => {
      alice = await arrive('Alice', 'harbour lantern quietly 42', world.a);
      await registered(world.a);
      return world.a.did;
    });
    await step('Bob makes his with mediator B', async () => {
      bob = await arrive('Bob', 'umbrella ferry seventeen 9', world.b);
      await registered(world.b);
      return world.b.did;
    });
    for (const [name, who] of [
      ['Alice', () => alice],
      ['Bob', () => bob],
    ] as const) {
      await step(`${name} connects the dApp`, async () => {
        const person = who();
        await person.openDapp(world.dappUrl);
        const before = await provider(person.dapp, 'decentrl_identities');
        if (before.length > 0) throw new Error('The page knew an identity before it was allowed to.');
        const answer = provider(person.dapp, 'decentrl_requestIdentities', {
          reason: 'To chat with your contacts',
        });
        const question = await person.question();
        if (name === 'Alice') await person.picture('approval-connect', question);
        await approve(person.page(question));
        person.did = (await answer)[0]?.did ?? '';
        if (!person.did.startsWith('did:decentrl:')) throw new Error(`The page got “${person.did}”.`);
        return `${person.did.slice(0, 40)}…`;
      });
    }
    await step('The dApp asks Alice to open a contract with Bob', async () => {
      const params = { peer: bob.did, purpose: 'A chat', eventTypes: [TYPE], note: texts.note };
      const answer = provider(alice.dapp, 'decentrl_openContract', params);
      const question = await alice.question();
      await alice.picture('approval-contract', question);
      await approve(alice.page(question));
      return (await answer).status;
    });
    await step('Bob reads the request in his popup and accepts', async () => {
      await openRequest(bob.popup);
      await bob.picture('request');
      await acceptRequest(bob.popup);
      return undefined;
    });
    await step('The contract is active on both sides', async () => {
      const active = await waitUntil('the dApp to hear of it', async () => {
        const changes = await providerEvents(alice.dapp, 'contractChanged');
        return changes.find(({ status, contractId: id }) => status === 'active' && id !== undefined);
      });
      contractId = active.contractId ?? '';
      const { items } = await provider(alice.dapp, 'decentrl_getContracts', { status: 'active' });
      if (items.length !== 1 || items[0]?.peer !== bob.did)
        throw new Error('The dApp sees another contract.');
      return contractId;
    });
    await step('Alice writes from the dApp, Bob reads in his popup', async () => {
      await provider(alice.dapp, 'decentrl_subscribe', { contractId });
      await sendFromDapp(alice, contractId, texts.fromDapp);
      await openConversation(bob.popup);
      await seeMessage(bob.popup, texts.fromDapp, ['received']);
      return undefined;
    });
    await step('Bob answers from the popup, the dApp of Alice hears it', async () => {
      await sendMessage(bob.popup, texts.reply);
      await waitUntil('the answer to reach the dApp', async () => {
        const pushed = await providerEvents(alice.dapp, 'message');
        return pushed.some(
          (message) =>
            message.type === 'decentrl_subscription' &&
            message.data.event.direction === 'in' &&
            JSON.stringify(message.data.event.data).includes(texts.reply),
        );
      });
      await bob.picture('conversation');
      return undefined;
    });
    await step('Bob is offline, his mediator keeps what Alice writes', async () => {
      await bob.leave();
      await sendFromDapp(alice, contractId, texts.whileAway);
      await openConversation(alice.popup);
      await sendMessage(alice.popup, texts.whileAwayToo);
      await seeMessage(alice.popup, texts.whileAwayToo, ['accepted']);
      await waitUntil('two messages to wait at mediator B', async () => {
        return (await mediatorView(world.b.dataDir, [])).pending >= 2;
      });
      return undefined;
    });
    await step('Bob is back and has both, once and in order', async () => {
      await bob.comeBack(profile('Bob'));
      await openInbox(bob.popup);
      await bob.picture('inbox');
      await openConversation(bob.popup);
      await seeMessage(bob.popup, texts.whileAwayToo, ['received']);
      const order = (await shownMessages(bob.popup)).map(({ text }) => text);
      const at = (wanted: string) => order.flatMap((text, index) => (text.includes(wanted) ? [index] : []));
      const [first, second] = [at(texts.whileAway), at(texts.whileAwayToo)];
      if (first.length !== 1 || second.length !== 1)
        throw new Error(`Shown ${first.length} and ${second.length} times.`);
      if (Number(first[0]) > Number(second[0])) throw new Error('Shown in the wrong order.');
      return undefined;
    });
    await step('Receipts reach Alice', async () => {
      const { state } = await seeMessage(alice.popup, texts.whileAwayToo, ['delivered', 'read']);
      await alice.picture('conversation-alice');
      return String(state);
    });
    await step('The background of Alice dies; her dApp notices nothing', async () => {
      await alice.browser.killWorker();
      await sendFromDapp(alice, contractId, texts.afterDeath);
      await seeMessage(bob.popup, texts.afterDeath, ['received']);
      return undefined;
    });
    await step('Mediator B is unreachable for a while; the message waits and arrives', async () => {
      world.b.wire?.setOnline(false);
      await sendMessage(alice.popup, texts.throughOutage);
      await seeMessage(alice.popup, texts.throughOutage, ['queued']);
      world.b.wire?.setOnline(true);
      await seeMessage(bob.popup, texts.throughOutage, ['received'], 90_000);
      return undefined;
    });
    await step('Bob ends the relationship; Alice’s companion refuses to write', async () => {
      await revokeContract(bob.popup);
      await alice.popup.see('closed', 60_000);
      const answer = await callProvider(alice.dapp, 'decentrl_sendEvent', {
        contractId,
        type: TYPE,
        data: { chatId: 'harbour', content: texts.afterTheEnd },
      });
      if (answer.error?.code !== 4312) throw new Error(`The dApp got ${JSON.stringify(answer)}.`);
      return `4312 ${answer.error.message}`;
    });
    await step('Mediator B refuses what Alice signs under it all the same', async () => {
      const code = await sendUnderContract(alice, bob.did, world.b);
      if (code === 'SUCCESS') throw new Error('Mediator B took it.');
      return code;
    });
    await step('No database, log or wire holds a text, a tag, a password or a key', async () => {
      const searched = canaries();
      let bytes = 0;
      for (const [name, mediator] of [
        ['A', world.a],
        ['B', world.b],
      ] as const) {
        const places: [string, Buffer][] = [
          ['database', await dataBytes(mediator.dataDir)],
          ['log', Buffer.from(mediator.log())],
          ['wire', mediator.wire?.recorded() ?? Buffer.alloc(0)],
        ];
        for (const [place, content] of places) {
          bytes += content.length;
          const found = findCanaries(content, searched);
          if (found.length > 0) throw new Error(`${place} of mediator ${name}: ${found.join(', ')}`);
          const planted = Buffer.concat([content, Buffer.from(Buffer.from(texts.reply).toString('base64'))]);
          if (findCanaries(planted, searched).length === 0)
            throw new Error('A planted canary was not found.');
        }
        // What a mediator does see is there, so the search looks in the right place.
        if (!places[0]?.[1].includes(alice.did)) throw new Error(`Mediator ${name} does not know Alice.`);
      }
      return `${searched.length} canaries in ${(bytes / 1e6).toFixed(1)} MB, and a planted one found each time`;
    });
    console.log('\nThe second part: a message to a wallet\n');
    await step('A chain, a contract on it, and an escrow that anchors there', async () => {
      later = await startEscrowWorld({ folder: join(folder, 'wallet') });
      return `${later.escrow.did}, chain 137 at ${later.anvil.url}`;
    });
    if (later === null) throw new Error('There is no second world.');
    await walletWalkthrough({
      step,
      world: later,
      alice,
      profileDir: profile('Carol'),
      artifacts,
      onCarol: (carol) => people.push(carol),
      secrets: () => people.flatMap(secretsOf),
    });
  } catch {
    for (const person of people) await person.pictureEverything();
  } finally {
    for (const person of people) await person.leave().catch(() => undefined);
    await (later as EscrowWorld | null)?.stop();
    await world.stop();
  }
  return { passed: runner.passed, failed: runner.failed };
}

async function sendFromDapp(person: Person, contractId: string, content: string): Promise<void> {
  const data = { chatId: 'harbour', content };
  const { state } = await provider(person.dapp, 'decentrl_sendEvent', {
    contractId,
    type: TYPE,
    data,
    tags: ['harbour'],
  });
  if (state !== 'queued') throw new Error(`decentrl_sendEvent answered ${state}.`);
}

/** What a person does in the companion's popup, the same in both browsers. */
import type { CompanionPage } from './companion-page.ts';
import { POPUP_SELECTORS } from './popup-selectors.ts';
import { waitUntil } from './wait-until.ts';

const { anchors, approval, conversation, inbox, newMessage, request, settings } = POPUP_SELECTORS;
const { unlock: door, welcome } = POPUP_SELECTORS;

export interface Newcomer {
  name: string;
  /** DID, host or address, as typed. */
  mediator: string;
  password: string;
}

/** A message as the conversation shows it. */
export interface ShownMessage {
  text: string;
  direction: string | null;
  state: string | null;
  eventId: string | null;
}

/** Walks through the welcome to the inbox and returns the 24 words that were shown. */
export async function onboard(
  page: CompanionPage,
  { name, mediator, password }: Newcomer,
): Promise<string[]> {
  await page.see(welcome.screens.name);
  await page.fill(welcome.name, name);
  await page.click(welcome.next);
  await page.see(welcome.screens.mediator);
  await page.fill(welcome.mediator, mediator);
  await waitUntil('the mediator to be checked', async () =>
    (await page.attributes(welcome.mediatorVerdict, 'data-ok')).includes('true'),
  );
  await page.click(welcome.next);
  await page.see(welcome.screens.password);
  await page.fill(welcome.password, password);
  await page.click(welcome.next);
  await page.see(welcome.screens.words, 30_000);
  await page.click(welcome.next);
  await page.see(welcome.words);
  const words = (await page.attributes(welcome.words, 'data-word', '[data-word]')).map((word) => word ?? '');
  await page.click(welcome.next);
  await page.see(welcome.screens.confirm);
  await page.fill(welcome.wordsPaste, words.join(' '));
  await page.click(welcome.wordsConfirm);
  await page.see(inbox.screen);
  return words;
}

/** Unlocks with the password; resolves at whatever screen follows. */
export async function unlock(page: CompanionPage, password: string): Promise<void> {
  await page.see(door.screen);
  await page.fill(door.password, password);
  await page.click(door.submit);
  await waitUntil('the companion to unlock', async () => !(await page.sees(door.screen)));
}

/** Approves the question that is shown, once it can be answered. */
export async function approve(page: CompanionPage): Promise<void> {
  await page.see(approval.screen);
  await waitUntil('the approval to be armed', async () =>
    (await page.attributes(approval.approve, 'data-armed')).includes('true'),
  );
  await page.click(approval.approve);
}

/** Approves the question that is shown and waits until it is gone, with its window or in favour of the next. */
export async function approveAway(page: CompanionPage): Promise<void> {
  const [digest] = await page.texts(approval.digest);
  await approve(page);
  await waitUntil('the question to be gone', async () => {
    const [now] = await page.texts(approval.digest).catch(() => []);
    return now !== digest;
  });
}

/** Rejects the question that is shown. */
export async function reject(page: CompanionPage): Promise<void> {
  await page.see(approval.screen);
  await page.click(approval.reject);
}

/** Opens the first request for us and accepts it. */
export async function acceptRequest(page: CompanionPage): Promise<void> {
  await openRequest(page);
  await page.click(request.accept);
  await page.see(conversation.screen);
}

/** Opens the first request somebody made to us. */
export async function openRequest(page: CompanionPage): Promise<void> {
  await page.route('/requests');
  const index = await waitUntil('a request to arrive', async () => {
    const at = (await page.attributes(inbox.requestRow, 'data-direction')).indexOf('in');
    return at >= 0 ? { at } : undefined;
  });
  await page.clickNth(inbox.requestRow, index.at);
  await page.see(request.screen);
}

/** Shows the inbox, once it has a conversation. */
export async function openInbox(page: CompanionPage): Promise<void> {
  await page.route('/');
  await page.see(inbox.conversationRow);
}

/** Opens the first conversation of the inbox. */
export async function openConversation(page: CompanionPage): Promise<void> {
  await openInbox(page);
  await page.click(inbox.conversationRow);
  await page.see(conversation.screen);
}

/** Types a message into the open conversation and sends it. */
export async function sendMessage(page: CompanionPage, text: string): Promise<void> {
  await page.fill(conversation.composer, text);
  await page.click(conversation.send);
  await seeMessage(page, text);
}

/** The messages of the open conversation, oldest first. */
export async function shownMessages(page: CompanionPage): Promise<ShownMessage[]> {
  const [texts, directions, states, ids] = await Promise.all([
    page.texts(conversation.message),
    page.attributes(conversation.message, 'data-direction'),
    page.attributes(conversation.message, 'data-state'),
    page.attributes(conversation.message, 'data-event'),
  ]);
  return texts.map((text, index) => ({
    text,
    direction: directions[index] ?? null,
    state: states[index] ?? null,
    eventId: ids[index] ?? null,
  }));
}

/** Waits until the open conversation shows a message with this text exactly once, in one of `states` if given. */
export async function seeMessage(
  page: CompanionPage,
  text: string,
  states?: string[],
  timeout = 20_000,
): Promise<ShownMessage> {
  let last: ShownMessage[] = [];
  try {
    return await waitUntil(
      `“${text}” to be shown`,
      async () => {
        last = (await shownMessages(page)).filter((message) => message.text.includes(text));
        const [only] = last;
        if (last.length !== 1 || !only) return undefined;
        return states === undefined || states.includes(only.state ?? '') ? only : undefined;
      },
      timeout,
    );
  } catch (cause) {
    const seen = last.map(({ state }) => state).join(', ') || 'not at all';
    throw new Error(
      `“${text}” was not shown once${states ? ` as ${states.join(' or ')}` : ''}; seen: ${seen}`,
      {
        cause,
      },
    );
  }
}

/** Ends the relationship of the open conversation. */
export async function revokeContract(page: CompanionPage): Promise<void> {
  await page.click(conversation.menu);
  await page.click(conversation.menuItems.revoke);
  await page.click(conversation.revoke.confirm);
  await page.see(conversation.closed);
}

/** Adds an escrow, by DID or address, to those that are asked about wallets. */
export async function addEscrow(page: CompanionPage, escrow: string): Promise<void> {
  await page.route('/settings/escrows');
  await page.see(settings.escrows.screen);
  await page.fill(settings.escrows.field, escrow);
  await page.click(settings.escrows.add);
  await page.see(settings.escrows.row);
}

/** Says where anchors are read: three endpoints and at least two gateways. The contract is the one the escrow names. */
export async function setChain(
  page: CompanionPage,
  { rpcUrls, gateways }: { rpcUrls: string[]; gateways: string[] },
): Promise<void> {
  const { chain } = settings;
  await page.route('/settings/chain');
  await page.see(chain.screen);
  for (const [index, url] of rpcUrls.entries()) await page.fill(`${chain.rpc}${index + 1}`, url);
  await page.fill(chain.gateways, gateways.join('\n'));
  await page.click(chain.save);
  await waitUntil('the settings to be kept', async () =>
    (await page.texts(chain.save)).some((text) => text.includes('Saved')),
  );
}

/** Writes the first message to a wallet nobody answers for, up to the yes; gives the label that says who can read it. */
export async function writeToWallet(page: CompanionPage, address: string, text: string): Promise<string> {
  await page.route('/new');
  await page.see(newMessage.screen);
  await page.fill(newMessage.did, address);
  await waitUntil('the way of the message', async () =>
    (await page.attributes(newMessage.travel, 'data-delivery')).includes('held'),
  );
  await page.fill(newMessage.text, text);
  await page.click(newMessage.consent);
  return (await page.texts(newMessage.label))[0] ?? '';
}

/** Syncs now, escrows included, and comes back to `route`. */
export async function syncNow(page: CompanionPage, route: string): Promise<void> {
  await page.route('/settings/mediator');
  await page.click(settings.mediator.sync);
  await page.route(route);
}

/** Reads what the chain says of a message until one of its CIDs is anchored; gives the line that says by which block. */
export async function seeAnchored(page: CompanionPage, eventId: string, what: string): Promise<string> {
  await page.route(`/anchors/${encodeURIComponent(eventId)}`);
  await page.see(anchors.screen);
  const { at } = await waitUntil(
    `the CID “${what}” to be anchored`,
    async () => {
      const whats = await page.attributes(anchors.entry, 'data-what');
      const index = whats.indexOf(what);
      const states = await page.attributes(anchors.entry, 'data-state');
      if (index >= 0 && states[index] === 'anchored') return { at: index };
      if (whats.length > 0) await page.click(anchors.again);
      return undefined;
    },
    120_000,
  );
  return (await page.texts(anchors.title))[at] ?? '';
}

/** What a person does in the companion's popup, the same in both browsers. */
import type { CompanionPage } from './companion-page.ts';
import { POPUP_SELECTORS } from './popup-selectors.ts';
import { waitUntil } from './wait-until.ts';

const { approval, conversation, inbox, request, unlock: door, welcome } = POPUP_SELECTORS;

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

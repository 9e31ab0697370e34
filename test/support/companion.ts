/** What a person does in the companion's popup, the same in both browsers. */
import type { CompanionPage } from './companion-page.ts';
import { waitUntil } from './wait-until.ts';

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
  await page.see('screen-welcome-name');
  await page.fill('welcome-name', name);
  await page.click('welcome-next');
  await page.see('screen-welcome-mediator');
  await page.fill('welcome-mediator', mediator);
  await waitUntil('the mediator to be checked', async () =>
    (await page.attributes('welcome-mediator-verdict', 'data-ok')).includes('true'),
  );
  await page.click('welcome-next');
  await page.see('screen-welcome-password');
  await page.fill('welcome-password', password);
  await page.click('welcome-next');
  await page.see('screen-welcome-words', 30_000);
  await page.click('welcome-next');
  await page.see('words');
  const words = (await page.attributes('words', 'data-word', '[data-word]')).map((word) => word ?? '');
  await page.click('welcome-next');
  await page.see('screen-confirm-words');
  await page.fill('words-paste', words.join(' '));
  await page.click('words-confirm');
  await page.see('screen-inbox');
  return words;
}

/** Unlocks with the password; resolves at whatever screen follows. */
export async function unlock(page: CompanionPage, password: string): Promise<void> {
  await page.see('screen-unlock');
  await page.fill('unlock-password', password);
  await page.click('unlock-submit');
  await waitUntil('the companion to unlock', async () => !(await page.sees('screen-unlock')));
}

/** Approves the question that is shown, once it can be answered. */
export async function approve(page: CompanionPage): Promise<void> {
  await page.see('screen-approval');
  await waitUntil('the approval to be armed', async () =>
    (await page.attributes('approval-approve', 'data-armed')).includes('true'),
  );
  await page.click('approval-approve');
}

/** Rejects the question that is shown. */
export async function reject(page: CompanionPage): Promise<void> {
  await page.see('screen-approval');
  await page.click('approval-reject');
}

/** Opens the first request for us and accepts it. */
export async function acceptRequest(page: CompanionPage): Promise<void> {
  await openRequest(page);
  await page.click('request-accept');
  await page.see('screen-conversation');
}

/** Opens the first request somebody made to us. */
export async function openRequest(page: CompanionPage): Promise<void> {
  await page.route('/requests');
  const index = await waitUntil('a request to arrive', async () => {
    const at = (await page.attributes('request-row', 'data-direction')).indexOf('in');
    return at >= 0 ? { at } : undefined;
  });
  await page.clickNth('request-row', index.at);
  await page.see('screen-request');
}

/** Opens the first conversation of the inbox. */
export async function openConversation(page: CompanionPage): Promise<void> {
  await page.route('/');
  await page.see('conversation-row');
  await page.click('conversation-row');
  await page.see('screen-conversation');
}

/** Types a message into the open conversation and sends it. */
export async function sendMessage(page: CompanionPage, text: string): Promise<void> {
  await page.fill('composer', text);
  await page.click('send');
  await seeMessage(page, text);
}

/** The messages of the open conversation, oldest first. */
export async function shownMessages(page: CompanionPage): Promise<ShownMessage[]> {
  const [texts, directions, states, ids] = await Promise.all([
    page.texts('message'),
    page.attributes('message', 'data-direction'),
    page.attributes('message', 'data-state'),
    page.attributes('message', 'data-event'),
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
  await page.click('conversation-menu');
  await page.click('menu-revoke');
  await page.click('revoke-confirm');
  await page.see('closed');
}

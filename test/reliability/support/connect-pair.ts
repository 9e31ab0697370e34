import { sendEvent } from '../../../lib/messages/send-event.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { acceptRequest } from '../../../lib/relationships/accept-request.ts';
import { proposeContract } from '../../../lib/relationships/propose-contract.ts';
import { type NodeCompanion, PASSWORD } from '../../support/node-companion.ts';
import { waitUntil } from '../../support/wait-until.ts';

/** One person of a pair, and how to write to the other. */
export interface Talker {
  companion: NodeCompanion;
  did: string;
  conversationId: string;
  /** Resolves with the id of the event when it is durable. The same key again is the same message. */
  say(text: string, idempotencyKey?: string): Promise<string>;
  /** Texts in the conversation, oldest first, of one direction. */
  texts(direction: 'in' | 'out'): Promise<string[]>;
}

/** Registers two companions at their mediators and makes them contacts, over the wire. */
export async function connectPair(
  [alice, bob]: [NodeCompanion, NodeCompanion],
  mediatorDids: [string, string],
): Promise<[Talker, Talker]> {
  const aliceDid = await alice.begin('Alice', mediatorDids[0]);
  const bobDid = await bob.begin('Bob', mediatorDids[1]);
  await proposeContract(alice.app, { identityIndex: 0, peerDid: bobDid, origin: null });
  await alice.app.outbox.flush();
  const request = await waitUntil('the request', async () => {
    await bob.sync();
    return (await bob.app.tables.requests.getAll())[0];
  });
  await acceptRequest(bob.app, request.requestId);
  await bob.app.outbox.flush();
  await waitUntil('the contract', async () => {
    await alice.sync();
    return (await alice.app.tables.contacts.getAll()).length === 1;
  });
  return [await talker(alice, aliceDid, bobDid), await talker(bob, bobDid, aliceDid)];
}

async function talker(companion: NodeCompanion, did: string, peerDid: string): Promise<Talker> {
  const peerSigningKey = parseDid(peerDid).signingKeyMultibase;
  const contact = (await companion.app.tables.contacts.getAll()).find((one) => one.did === peerDid);
  if (contact === undefined) throw new Error('They did not become contacts.');
  const { conversationId } = contact;
  return {
    companion,
    did,
    conversationId,
    async say(text, idempotencyKey) {
      const { eventId } = await sendEvent(companion.app, {
        identityIndex: 0,
        peerSigningKey,
        type: 'chat.message',
        data: { content: text },
        tags: ['chat'],
        origin: null,
        withoutContract: 'wait',
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      });
      return eventId;
    },
    async texts(direction) {
      const all: string[] = [];
      for await (const { value } of companion.app.history.scan({ conversation: conversationId })) {
        const { content } = value.data as { content?: string };
        if (value.direction === direction) all.push(content ?? '');
      }
      return all.reverse();
    },
  };
}

/** Ends the worker as the browser does, and starts it again; what it was doing is broken off. */
export async function killCompanion(companion: NodeCompanion): Promise<void> {
  const app = await companion.restart();
  if ((await app.keyring.state()) !== 'unlocked') await app.keyring.unlock(PASSWORD);
}

/** Everything a companion knows, decrypted, in an order of its own; two equal texts are two equal states. */
export async function clientState({ app }: NodeCompanion): Promise<string> {
  const tables: Record<string, string[]> = {};
  for (const [name, table] of Object.entries(app.tables)) {
    const rows = (await table.getAll()) as unknown[];
    tables[name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  const history: unknown[] = [];
  for await (const entry of app.history.scan()) history.push(entry);
  const outbox = await app.outbox.count();
  return JSON.stringify({ tables, history, outbox });
}

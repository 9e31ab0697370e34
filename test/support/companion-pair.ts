import { sendEvent } from '../../lib/messages/send-event.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import { acceptRequest } from '../../lib/relationships/accept-request.ts';
import { proposeContract } from '../../lib/relationships/propose-contract.ts';
import { type NodeCompanion, type NodeCompanionOptions, nodeCompanion } from './node-companion.ts';
import { type RunningMediator, startMediator } from './start-mediator.ts';

/** Two people who have a contract, each with a mediator of their own. */
export interface Pair {
  alice: NodeCompanion;
  bob: NodeCompanion;
  aliceDid: string;
  bobDid: string;
  aliceKey: string;
  bobKey: string;
  /** The relationship as each of them calls it. */
  conversation: { alice: string; bob: string };
  mediators: [RunningMediator, RunningMediator];
  stop(): Promise<void>;
}

export interface PairOptions {
  alice?: NodeCompanionOptions;
  bob?: NodeCompanionOptions;
  /** Mediators to use, which then go on running; by default two of their own. */
  mediators?: [RunningMediator, RunningMediator];
}

/** Registers two companions, each with a mediator of its own. */
export async function twoStrangers(options: PairOptions = {}): Promise<Omit<Pair, 'conversation'>> {
  const mediators = options.mediators ?? (await Promise.all([startMediator(), startMediator()]));
  const [alice, bob] = await Promise.all([nodeCompanion(options.alice), nodeCompanion(options.bob)]);
  const [aliceDid, bobDid] = await Promise.all([
    alice.begin('Alice', mediators[0].did),
    bob.begin('Bob', mediators[1].did),
  ]);
  return {
    alice,
    bob,
    aliceDid,
    bobDid,
    aliceKey: parseDid(aliceDid).signingKeyMultibase,
    bobKey: parseDid(bobDid).signingKeyMultibase,
    mediators,
    async stop() {
      await Promise.all([alice.stop(), bob.stop()]);
      if (options.mediators === undefined) await Promise.all(mediators.map((one) => one.stop()));
    },
  };
}

/** The same, with a contract that Alice proposed and Bob accepted. */
export async function pair(options: PairOptions = {}): Promise<Pair> {
  const strangers = await twoStrangers(options);
  const conversation = await agree(strangers);
  return { ...strangers, conversation };
}

/** Lets Alice propose and Bob accept. */
export async function agree({
  alice,
  bob,
  aliceKey,
  bobDid,
  bobKey,
}: Pick<Pair, 'alice' | 'bob' | 'bobDid' | 'bobKey' | 'aliceKey'>): Promise<Pair['conversation']> {
  const { requestId } = await proposeContract(alice.app, { identityIndex: 0, peerDid: bobDid, origin: null });
  await alice.app.outbox.flush();
  await bob.sync();
  await acceptRequest(bob.app, requestId);
  await bob.app.outbox.flush();
  await alice.sync();
  const [atAlice, atBob] = await Promise.all([
    alice.app.tables.contacts.get(`0/${bobKey}`),
    bob.app.tables.contacts.get(`0/${aliceKey}`),
  ]);
  if (atAlice === undefined || atBob === undefined) throw new Error('they did not agree');
  return { alice: atAlice.conversationId, bob: atBob.conversationId };
}

/** Sends a chat message as the popup does; `key` makes it idempotent. */
export function say(companion: NodeCompanion, peerSigningKey: string, content: string, key?: string) {
  return sendEvent(companion.app, {
    identityIndex: 0,
    peerSigningKey,
    type: 'chat.message',
    data: { content },
    tags: ['chat'],
    origin: null,
    withoutContract: 'wait',
    ...(key === undefined ? {} : { idempotencyKey: key }),
  });
}

/** The texts of a conversation, oldest first, with who wrote them. */
export async function texts(companion: NodeCompanion, conversationId: string): Promise<string[]> {
  const { items } = await companion.popup('conversation_get', { conversationId, limit: 100 });
  return items.map((item) =>
    item.kind === 'gap' ? `gap ${item.count}` : `${item.direction === 'in' ? '<' : '>'} ${item.text}`,
  );
}

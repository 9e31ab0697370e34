import { signMoved } from '../../../lib/protocol/moved-statement.ts';
import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import { walletOf } from '../support/wallet-of.ts';
import { bindingOf } from './bindings.ts';
import { deleted, given, place, rows, saved, savedBefore, sentRow, served } from './escrow-replies.ts';
import { handed, letter } from './letters.ts';
import { people } from './people.ts';
import type { Scenario } from './scenario-file.ts';
import { type AnyPayload, capture, ref, type Script, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { baseTime } = personas;
const DAY = 86_400;
const SENT = { type: 'QUERY_SENT_HELD_MESSAGES' };
const HELD = { type: 'QUERY_HELD_MESSAGES' };
const withdraw = (id: string) => ({ type: 'WITHDRAW_HELD_MESSAGE', id });
const rekey = (...items: Members[]) => ({ type: 'REKEY_HELD_MESSAGES', items });

/** What an escrow does not take, and does not hand over. */
export async function heldRefusalScenarios(stage: Stage): Promise<Scenario[]> {
  const one = await letter(stage, 'letter-1', 'alice');
  const two = await letter(stage, 'letter-2', 'alice');
  const ofCarol = await letter(stage, 'letter-3', 'carol');
  const ofDave = await letter(stage, 'letter-6', 'dave');
  const elsewhere = await letter(stage, 'letter-other-chain', 'alice', { chainId: 1 });
  const otherWords = await letter(stage, 'letter-7', 'alice', { id: 'letter-1' });
  const bob = await bindingOf(stage, 'bob', 'bob');
  const item = await handed(stage, one, 'bob');
  const at = (second: number) => ({ effective_at: baseTime + second });
  const parts = [PART.alice];

  return [
    {
      name: 'holding for somebody who is not registered here',
      refusal: { code: 'NOT_REGISTERED', why: 'Asking and binding need no registration, holding does.' },
      conversation: {
        given: given(),
        parts: [],
        steps: script()
          .refused('dave', 'mediator', ofDave.save, 'NOT_REGISTERED')
          .ask('dave', 'mediator', SENT, rows()).steps,
      },
    },
    {
      name: 'a message that is known is answered with its first receipt, whatever else comes with it',
      conversation: {
        given: given(),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('alice', 'mediator', { ...one.save, threshold: 2 }, savedBefore('receipt'))
          .ask('alice', 'mediator', withShare(one.save, { kid: 'nonsense' }), savedBefore('receipt'))
          .ask(
            'alice',
            'mediator',
            withShare(one.save, { ciphertext: 'A'.repeat(80) }),
            savedBefore('receipt'),
          )
          .at(2 * DAY)
          .ask('alice', 'mediator', one.save, savedBefore('receipt'))
          .ask(
            'alice',
            'mediator',
            { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract: ref('alice') },
            { contract_id: { $contract_id: ref('alice') } },
          )
          .ask('alice', 'mediator', one.save, savedBefore('receipt'))
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'EXPIRED'))).steps,
      },
    },
    {
      name: 'other words under an id',
      refusal: {
        code: 'ID_CONFLICT',
        why: 'An id of a sender stands for one message; another sender’s is another.',
      },
      conversation: {
        given: given(),
        parts: [PART.alice, PART.carol],
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .refused('alice', 'mediator', otherWords.save, 'ID_CONFLICT')
          .ask('alice', 'mediator', one.save, savedBefore('receipt'))
          .ask('carol', 'mediator', ofCarol.save, saved('receipt_3', ofCarol, 13)).steps,
      },
    },
    {
      name: 'a wallet that somebody answers for, or once did',
      refusal: {
        code: 'RECIPIENT_READY',
        why: 'From the first binding on a message is end to end or not sent; what was held before is still answered.',
      },
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, at(11))
          .refused('alice', 'mediator', two.save, 'RECIPIENT_READY')
          .refused('dave', 'mediator', ofDave.save, 'NOT_REGISTERED')
          .ask('alice', 'mediator', one.save, savedBefore('receipt'))
          .ask('bob', 'mediator', { type: 'REVOKE_ADDRESS_BINDING', ...place() }, {})
          .refused('alice', 'mediator', two.save, 'RECIPIENT_READY').steps,
      },
    },
    {
      name: 'more messages than are held for one sender and one recipient',
      refusal: { code: 'QUOTA_EXCEEDED', why: 'Withdrawing makes room.' },
      conversation: {
        needs: ['quotas'],
        limits: { held_per_pair: 1 },
        given: given(),
        parts: [PART.alice, PART.carol],
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt_1', one, 10))
          .refused('alice', 'mediator', two.save, 'QUOTA_EXCEEDED')
          .ask('carol', 'mediator', ofCarol.save, saved('receipt_3', ofCarol, 12))
          .ask('alice', 'mediator', withdraw('letter-1'), { state: 'WITHDRAWN' })
          .ask('alice', 'mediator', two.save, saved('receipt_2', two, 14)).steps,
      },
    },
    {
      name: 'messages on all chains are counted together, until they are encrypted anew',
      refusal: { code: 'QUOTA_EXCEEDED', why: 'What waits and what is served counts, on whatever chain.' },
      conversation: {
        needs: ['quotas'],
        limits: { held_per_pair: 1 },
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt_1', one, 10))
          .refused('alice', 'mediator', elsewhere.save, 'QUOTA_EXCEEDED')
          .ask('bob', 'mediator', bob.register, at(12))
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .refused('alice', 'mediator', elsewhere.save, 'QUOTA_EXCEEDED')
          .ask('bob', 'mediator', rekey(item.item), { items: [deleted('deletion', item, 15)] })
          .ask('alice', 'mediator', elsewhere.save, saved('receipt_2', elsewhere, 16)).steps,
      },
    },
    {
      name: 'more messages than are held for one recipient',
      refusal: { code: 'QUOTA_EXCEEDED', why: 'All senders together have a limit as well.' },
      conversation: {
        needs: ['quotas'],
        limits: { held_per_recipient: 1 },
        given: given(),
        parts: [PART.alice, PART.carol],
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .refused('carol', 'mediator', ofCarol.save, 'QUOTA_EXCEEDED').steps,
      },
    },
    await unholdable(stage),
    {
      name: 'a message under a key that is not there, and messages that are not one’s own',
      refusal: {
        code: 'NOT_FOUND',
        why: 'A destroyed epoch and one that never was are the same; so are the messages of others and unknown ones.',
      },
      conversation: {
        given: given(),
        parts: [PART.alice, PART.carol],
        steps: script()
          .refused('alice', 'mediator', withShare(one.save, { kid: 'epoch-0.137' }), 'NOT_FOUND')
          .refused('alice', 'mediator', withdraw('letter-1'), 'NOT_FOUND')
          .ask('alice', 'mediator', one.save, saved('receipt', one, 12))
          .refused('carol', 'mediator', withdraw('letter-1'), 'NOT_FOUND')
          .refused('bob', 'mediator', withdraw('letter-1'), 'NOT_FOUND').steps,
      },
    },
    {
      name: 'receipts for a message that are not the recipient’s',
      refusal: { code: 'INVALID_SIGNATURE', why: 'Whoever encrypts a message anew signs what it did.' },
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, at(11))
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .refused('carol', 'mediator', rekey(item.item), 'INVALID_SIGNATURE')
          .refused(
            'bob',
            'mediator',
            rekey({ ...item.item, signature: (await handed(stage, one, 'carol')).signature }),
            'INVALID_SIGNATURE',
          )
          .ask('bob', 'mediator', rekey(item.item), { items: [deleted('deletion', item, 15)] }).steps,
      },
    },
    {
      name: 'receipts for another record than the one beside them',
      refusal: {
        code: 'INVALID_COMMAND',
        why: 'Id, commitment and CID of a receipt are those of its record.',
      },
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .refused('bob', 'mediator', rekey(withReceipt(item.item, { id: 'letter-2' })), 'INVALID_COMMAND')
          .refused(
            'bob',
            'mediator',
            rekey(withReceipt(item.item, { commitment: 'ab'.repeat(32) })),
            'INVALID_COMMAND',
          )
          .refused(
            'bob',
            'mediator',
            rekey(withReceipt(item.item, { new_cid: item.receipt.old_cid })),
            'INVALID_COMMAND',
          ).steps,
      },
    },
    await wrongMoves(),
    {
      name: 'cursors of another query',
      refusal: { code: 'INVALID_COMMAND', why: 'A cursor is good for the kind of query that gave it.' },
      conversation: {
        given: given(),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt_1', one, 10))
          .ask('alice', 'mediator', two.save, saved('receipt_2', two, 11))
          .ask(
            'alice',
            'mediator',
            { ...SENT, limit: 1 },
            {
              rows: [sentRow(one, 'HELD')],
              next_cursor: capture('cursor'),
            },
          )
          .refused('alice', 'mediator', { ...HELD, cursor: ref('cursor') }, 'INVALID_COMMAND')
          .refused(
            'alice',
            'mediator',
            { type: 'QUERY_PENDING_EVENTS', cursor: ref('cursor') },
            'INVALID_COMMAND',
          )
          .refused('alice', 'mediator', { ...SENT, cursor: 'nobody' }, 'INVALID_COMMAND').steps,
      },
    },
    {
      name: 'strangers who ask too often',
      refusal: {
        code: 'RATE_LIMITED',
        why: 'Who is neither registered nor bound here takes a token of its address with each of these.',
      },
      conversation: {
        needs: ['rates'],
        limits: { unauthenticated_per_minute: 1 },
        given: given(bob),
        parts: [],
        steps: script()
          .ask('bob', 'mediator', bob.register, at(10))
          .ask('bob', 'mediator', HELD, rows())
          .at(11)
          .refused('dave', 'mediator', { type: 'RESOLVE_ADDRESS', ...place() }, 'RATE_LIMITED', {
            retry_after_ms: 60_000,
          })
          .at(11)
          .refused('dave', 'mediator', { type: 'PREPARE_ADDRESS_BINDING', ...place() }, 'RATE_LIMITED', {
            retry_after_ms: 60_000,
          })
          .at(11)
          .refused('dave', 'mediator', HELD, 'RATE_LIMITED', { retry_after_ms: 60_000 }).steps,
      },
    },
    ...everyHeldCommandRefused(everyHeldCommand(one.save, bob.register, item.item), {
      given: given(bob),
      parts: [PART.alice, PART.bob],
    }),
  ];
}

type HeldCommand = [as: 'alice' | 'bob', payload: AnyPayload];

function everyHeldCommand(save: AnyPayload, register: AnyPayload, item: Members): HeldCommand[] {
  return [
    ['bob', { type: 'PREPARE_ADDRESS_BINDING', ...place() }],
    ['bob', register],
    ['bob', { type: 'REVOKE_ADDRESS_BINDING', ...place() }],
    ['alice', { type: 'RESOLVE_ADDRESS', ...place() }],
    ['alice', save],
    ['alice', SENT],
    ['bob', HELD],
    ['bob', rekey(item)],
    ['alice', { type: 'CONFIRM_HELD_MESSAGES', items: [{ id: 'letter-1', ok: true }] }],
    ['alice', withdraw('letter-1')],
  ];
}

/** What every command can meet before its effect. */
function everyHeldCommandRefused(
  commands: readonly HeldCommand[],
  conversation: Pick<Scenario['conversation'], 'given' | 'parts'>,
): Scenario[] {
  const each = (write: (steps: Script, ...command: HeldCommand) => void, steps = script()) => {
    for (const command of commands) write(steps, ...command);
    return { ...conversation, steps: steps.steps };
  };
  const inbox = { type: 'QUERY_PENDING_EVENTS' };
  const empty = { pending_events: [], next_cursor: null };
  const nonce = 'nonce-used-00001';
  return [
    {
      name: 'every command of an escrow, addressed to somebody else',
      refusal: { code: 'RECIPIENT_NOT_REGISTERED', why: 'They go to the escrow itself.' },
      conversation: each((steps, as, payload) =>
        steps.refused(as, 'carol', payload, 'RECIPIENT_NOT_REGISTERED'),
      ),
    },
    {
      name: 'every command of an escrow, signed by somebody else',
      refusal: { code: 'INVALID_SIGNATURE', why: 'The key is the one in the sender’s DID.' },
      conversation: each((steps, as, payload) =>
        steps.refused(as, 'mediator', payload, 'INVALID_SIGNATURE', { signed_by: 'carol' }),
      ),
    },
    {
      name: 'every command of an escrow, too late',
      refusal: { code: 'TIMESTAMP_OUT_OF_RANGE', why: 'A millisecond more than 300 seconds is too much.' },
      conversation: each((steps, as, payload) =>
        steps.refused(as, 'mediator', payload, 'TIMESTAMP_OUT_OF_RANGE', {
          timestamp: steps.now() - 300_001,
        }),
      ),
    },
    {
      name: 'every command of an escrow, with a member that its payload does not have',
      refusal: { code: 'INVALID_COMMAND', why: 'Payloads are closed, of every type.' },
      conversation: each((steps, as, payload) =>
        steps.refused(as, 'mediator', { ...payload, extra: 1 }, 'INVALID_COMMAND'),
      ),
    },
    {
      name: 'every command of an escrow, with a nonce that was used',
      refusal: { code: 'NONCE_REUSED', why: 'A nonce is good once, whatever comes with it.' },
      conversation: each(
        (steps, as, payload) => steps.refused(as, 'mediator', payload, 'NONCE_REUSED', { nonce }),
        script()
          .ask('alice', 'mediator', inbox, empty, { nonce })
          .ask('bob', 'mediator', inbox, empty, { nonce }),
      ),
    },
    {
      name: 'held messages that are too long',
      refusal: { code: 'PAYLOAD_TOO_LARGE', why: 'This is told before anything else is looked at.' },
      conversation: {
        ...conversation,
        steps: script()
          .refused('alice', 'mediator', tooLong('SAVE_HELD_MESSAGE'), 'PAYLOAD_TOO_LARGE')
          .refused('bob', 'mediator', tooLong('REKEY_HELD_MESSAGES'), 'PAYLOAD_TOO_LARGE').steps,
      },
    },
  ];
}

function tooLong(type: 'SAVE_HELD_MESSAGE' | 'REKEY_HELD_MESSAGES'): AnyPayload {
  const record = { messages: { repeat: 'AAAA', times: 43_702 } };
  return type === 'SAVE_HELD_MESSAGE' ? { type, record } : { type, items: [{ record }] };
}

/** Messages that could not be handed over later, or are not what they say. */
async function unholdable(stage: Stage): Promise<Scenario> {
  const one = await letter(stage, 'letter-1', 'alice');
  const ofCarol = await letter(stage, 'letter-3', 'carol');
  const future = await letter(stage, 'letter-8', 'alice', { at: 400 });
  const over = await letter(stage, 'letter-9', 'alice', { at: -100, until: 5 });
  const second = walletOf(personas.secondWallet.privateKey);
  const { save } = one;
  const [share = null] = save.shares as Members[];
  const record = (changes: Members): AnyPayload => ({ ...save, record: { ...one.record, ...changes } });
  return {
    name: 'messages that are not held',
    refusal: {
      code: 'INVALID_COMMAND',
      why: 'Of somebody else; from the future; over; held for longer than 180 days from now; two shares; a threshold of two; two kids of another form; a share that does not open; for another wallet than the one it was sealed for; with another commitment.',
    },
    conversation: {
      given: given(),
      parts: [PART.alice],
      steps: script()
        .refused('alice', 'mediator', ofCarol.save, 'INVALID_COMMAND')
        .refused('alice', 'mediator', future.save, 'INVALID_COMMAND')
        .refused('alice', 'mediator', over.save, 'INVALID_COMMAND')
        .refused(
          'alice',
          'mediator',
          record({ timestamp: baseTime + 200, not_after: baseTime + 200 + 180 * DAY + 1 }),
          'INVALID_COMMAND',
        )
        .refused('alice', 'mediator', { ...save, shares: [share, share] }, 'INVALID_COMMAND')
        .refused('alice', 'mediator', { ...save, threshold: 2 }, 'INVALID_COMMAND')
        .refused('alice', 'mediator', withShare(save, { kid: 'nonsense' }), 'INVALID_COMMAND')
        .refused('alice', 'mediator', withShare(save, { kid: 'epoch-1.0137' }), 'INVALID_COMMAND')
        .refused('alice', 'mediator', withShare(save, { ciphertext: 'A'.repeat(80) }), 'INVALID_COMMAND')
        .refused('alice', 'mediator', record({ receiver: second.address }), 'INVALID_COMMAND')
        .refused('alice', 'mediator', record({ commitment: 'ab'.repeat(32) }), 'INVALID_COMMAND')
        .ask('alice', 'mediator', save, saved('receipt', one, 21)).steps,
    },
  };
}

/** Moves that are somebody else’s, or that nobody signed. */
async function wrongMoves(): Promise<Scenario> {
  const { alice, alice_elsewhere } = people;
  const moved = await signMoved(
    { oldDid: alice.did, newDid: alice_elsewhere.did, timestamp: baseTime },
    alice.signer,
  );
  return {
    name: 'moves that are somebody else’s, or that nobody signed',
    refusal: {
      code: 'INVALID_SIGNATURE',
      why: 'A move is signed, and is told by whoever answers under the new DID.',
    },
    conversation: {
      given: given(),
      parts: [],
      steps: script()
        .refused('bob', 'mediator', { ...HELD, moved }, 'INVALID_COMMAND')
        .refused('alice', 'mediator', { ...HELD, moved }, 'INVALID_COMMAND')
        .refused(
          'alice_elsewhere',
          'mediator',
          { ...HELD, moved: { ...moved, timestamp: baseTime + 1 } },
          'INVALID_SIGNATURE',
        )
        .ask('alice_elsewhere', 'mediator', { ...HELD, moved }, rows()).steps,
    },
  };
}

function withShare(save: AnyPayload, changes: Members): AnyPayload {
  const [share] = save.shares as Members[];
  return { ...save, shares: [{ ...share, ...changes }] };
}

function withReceipt(item: Members, changes: Members): Members {
  return { ...item, receipt: { ...(item.receipt as Members), ...changes } };
}

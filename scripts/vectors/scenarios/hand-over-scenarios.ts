import { signMoved } from '../../../lib/protocol/moved-statement.ts';
import { bobsWallet } from '../support/held-sample.ts';
import { personas } from '../support/personas.ts';
import { walletOf } from '../support/wallet-of.ts';
import { bindingOf } from './bindings.ts';
import {
  deleted,
  deletedBefore,
  given,
  place,
  resolution,
  rows,
  saved,
  savedBefore,
  sentRow,
  served,
} from './escrow-replies.ts';
import { handed, letter } from './letters.ts';
import { people } from './people.ts';
import type { Scenario } from './scenario-file.ts';
import { capture, ref, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { baseTime } = personas;
const DAY = 86_400;
const SENT = { type: 'QUERY_SENT_HELD_MESSAGES' };
const HELD = { type: 'QUERY_HELD_MESSAGES' };
const NOTHING = rows();
const rekey = (...items: object[]) => ({ type: 'REKEY_HELD_MESSAGES', items: items as never[] });
const confirm = (id: string, ok: boolean) => ({ type: 'CONFIRM_HELD_MESSAGES', items: [{ id, ok }] });
const state = (id: string, value: string) => ({ items: [{ id, state: value }] });
const withdraw = (id: string) => ({ type: 'WITHDRAW_HELD_MESSAGE', id });

/** What becomes of a held message: handed over, confirmed, disputed, withdrawn, expired, never encrypted anew. */
export async function handOverScenarios(stage: Stage): Promise<Scenario[]> {
  const one = await letter(stage, 'letter-1', 'alice');
  const two = await letter(stage, 'letter-2', 'alice');
  const ofCarol = await letter(stage, 'letter-3', 'carol');
  const bob = await bindingOf(stage, 'bob', 'bob');
  const item = await handed(stage, one, 'bob');
  const other = await handed(stage, one, 'bob', { label: 'second' });
  const otherWords = await letter(stage, 'letter-7', 'alice', { id: 'letter-1' });
  const others = [
    await handed(stage, otherWords, 'bob', { label: 'other_words', inPlaceOf: one }),
    await handed(stage, one, 'bob', { record: { id: 'letter-2' } }),
    await handed(stage, one, 'bob', { record: { room_id: 'ab'.repeat(32) } }),
  ];
  const block = `/ipfs/${item.receipt.new_cid}`;
  const raw = { format: 'raw' };
  const parts = [PART.alice];

  return [
    {
      name: 'a message to a wallet, from its sender to the words of its sender',
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'HELD')))
          .ask('bob', 'mediator', HELD, NOTHING)
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 13 })
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'HELD')))
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'REWRAPPED')))
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .get(block, 'NOT_FOUND', raw)
          .at(18)
          .ask('bob', 'mediator', rekey(item.item), { items: [deleted('deletion', item, 18)] })
          .get(block, item.record, raw)
          .at(19)
          .ask('bob', 'mediator', HELD, NOTHING)
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'REKEYED', item, bob)))
          .ask('alice', 'mediator', confirm('letter-1', true), state('letter-1', 'CONFIRMED'))
          .ask('alice', 'mediator', confirm('letter-1', true), state('letter-1', 'CONFIRMED'))
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'CONFIRMED', item, bob)))
          .ask('alice', 'mediator', one.save, savedBefore('receipt')).steps,
      },
    },
    {
      name: 'other words, another id or another room than those of the message are left out',
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 11 })
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .ask('bob', 'mediator', rekey(...others.map((other) => other.item)), { items: [] })
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'REWRAPPED')))
          .ask('bob', 'mediator', rekey(item.item), { items: [deleted('deletion', item, 15)] }).steps,
      },
    },
    {
      name: 'encrypting anew happens once: again is answered with the first receipt, whatever comes',
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 11 })
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .ask('bob', 'mediator', rekey(item.item), { items: [deleted('deletion', item, 13)] })
          .ask('bob', 'mediator', rekey(item.item, other.item), {
            items: [deletedBefore('deletion', item), deletedBefore('deletion', item)],
          })
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'REKEYED', item, bob))).steps,
      },
    },
    {
      name: 'a sender whose words they are not says so, and it stays so',
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 11 })
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .ask('alice', 'mediator', confirm('letter-1', true), state('letter-1', 'REWRAPPED'))
          .ask('bob', 'mediator', rekey(item.item), { items: [deleted('deletion', item, 14)] })
          .ask('alice', 'mediator', confirm('letter-1', false), state('letter-1', 'DISPUTED'))
          .ask('alice', 'mediator', confirm('letter-1', true), state('letter-1', 'DISPUTED')).steps,
      },
    },
    {
      name: 'what is withdrawn reaches nobody, and what was served is not withdrawn',
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt_1', one, 10))
          .ask('alice', 'mediator', two.save, saved('receipt_2', two, 11))
          .ask('alice', 'mediator', withdraw('letter-1'), { state: 'WITHDRAWN' })
          .ask('alice', 'mediator', withdraw('letter-1'), { state: 'WITHDRAWN' })
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 14 })
          .ask('bob', 'mediator', HELD, rows(served(two, 'bob')))
          .ask('alice', 'mediator', withdraw('letter-2'), { state: 'REWRAPPED' })
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'WITHDRAWN'), sentRow(two, 'REWRAPPED')))
          .ask('alice', 'mediator', one.save, savedBefore('receipt_1')).steps,
      },
    },
    {
      name: 'a message expires when its time is over',
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 11 })
          .at(DAY - 1)
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'HELD')))
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'EXPIRED')))
          .ask('bob', 'mediator', HELD, NOTHING)
          .ask('alice', 'mediator', withdraw('letter-1'), { state: 'EXPIRED' })
          .ask('alice', 'mediator', confirm('letter-1', true), state('letter-1', 'EXPIRED')).steps,
      },
    },
    {
      name: 'a message that was served and never encrypted anew ends 30 days after its time',
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 11 })
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .at(30 * DAY)
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .at(31 * DAY + 60)
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'NOT_REENCRYPTED')))
          .ask('bob', 'mediator', HELD, NOTHING)
          .ask('bob', 'mediator', rekey(item.item), { items: [] }).steps,
      },
    },
    {
      name: 'a message that its sender never confirmed ends after 90 days',
      conversation: {
        given: given(bob),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 11 })
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .ask('bob', 'mediator', rekey(item.item), { items: [deleted('deletion', item, 13)] })
          .at(90 * DAY + 120)
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'UNCONFIRMED', item, bob)))
          .ask('alice', 'mediator', confirm('letter-1', true), state('letter-1', 'UNCONFIRMED')).steps,
      },
    },
    {
      name: 'rows are read by pages, and each sees its own',
      conversation: {
        given: given(bob),
        parts: [PART.alice, PART.carol],
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt_1', one, 10))
          .ask('alice', 'mediator', two.save, saved('receipt_2', two, 11))
          .ask('carol', 'mediator', ofCarol.save, saved('receipt_3', ofCarol, 12))
          .ask(
            'alice',
            'mediator',
            { ...SENT, limit: 1 },
            {
              rows: [sentRow(one, 'HELD')],
              next_cursor: capture('sent'),
            },
          )
          .ask('alice', 'mediator', { ...SENT, limit: 1, cursor: ref('sent') }, rows(sentRow(two, 'HELD')))
          .ask('carol', 'mediator', SENT, rows(sentRow(ofCarol, 'HELD')))
          .ask('carol', 'mediator', confirm('letter-1', true), { items: [] })
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 17 })
          .ask(
            'bob',
            'mediator',
            { ...HELD, limit: 2 },
            {
              rows: [served(one, 'bob'), served(two, 'bob')],
              next_cursor: capture('held'),
            },
          )
          .ask('bob', 'mediator', { ...HELD, limit: 2, cursor: ref('held') }, rows(served(ofCarol, 'bob')))
          .ask(
            'alice_elsewhere',
            'mediator',
            SENT,
            rows(sentRow(one, 'REWRAPPED'), sentRow(two, 'REWRAPPED')),
          ).steps,
      },
    },
    await movedScenario(stage),
    {
      name: 'a message for another chain is not for the wallet on this one',
      conversation: {
        given: given(bob, await bindingOf(stage, 'bob-1', 'bob', { chainId: 1 })),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', (await bindingOf(stage, 'bob-1', 'bob', { chainId: 1 })).register, {
            effective_at: baseTime + 11,
          })
          .ask('bob', 'mediator', HELD, NOTHING)
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 13 })
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob'))).steps,
      },
    },
    await severalWallets(stage),
    {
      name: 'encrypting anew what is not served to one’s own address changes nothing',
      conversation: {
        given: given(
          bob,
          await bindingOf(stage, 'carol-2', 'carol', { wallet: walletOf(personas.secondWallet.privateKey) }),
        ),
        parts,
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 11 })
          .ask('bob', 'mediator', rekey(item.item), { items: [] })
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .ask(
            'carol',
            'mediator',
            (
              await bindingOf(stage, 'carol-2', 'carol', {
                wallet: walletOf(personas.secondWallet.privateKey),
              })
            ).register,
            { effective_at: baseTime + 14 },
          )
          .ask('carol', 'mediator', rekey((await handed(stage, one, 'carol')).item), { items: [] })
          .ask('alice', 'mediator', SENT, rows(sentRow(one, 'REWRAPPED')))
          .ask('bob', 'mediator', rekey(item.item), { items: [deleted('deletion', item, 17)] }).steps,
      },
    },
  ];
}

/** An identity that went to another mediator after it was bound. */
async function movedScenario(stage: Stage): Promise<Scenario> {
  const one = await letter(stage, 'letter-4', 'carol');
  const bound = await bindingOf(stage, 'alice', 'alice');
  const { alice, alice_elsewhere, alice_anew } = people;
  const moved = await signMoved(
    { oldDid: alice.did, newDid: alice_anew.did, timestamp: baseTime + 12 },
    alice.signer,
  );
  const earlier = await signMoved(
    { oldDid: alice.did, newDid: alice_elsewhere.did, timestamp: baseTime + 5 },
    alice.signer,
  );
  const item = await handed(stage, one, 'alice_anew');
  return {
    name: 'an identity that moved keeps its binding, and everybody is told where it went last',
    conversation: {
      given: given(bound),
      parts: [PART.carol],
      steps: script()
        .ask('carol', 'mediator', one.save, saved('receipt', one, 10))
        .ask('alice', 'mediator', bound.register, { effective_at: baseTime + 11 })
        .ask('alice_anew', 'mediator', { ...HELD, moved }, rows(served(one, 'alice_anew')))
        .ask(
          'carol',
          'mediator',
          { type: 'RESOLVE_ADDRESS', ...place() },
          resolution('answer', 13, { ...bound.resolved, moved }),
        )
        .ask('alice_anew', 'mediator', rekey(item.item), { items: [deleted('deletion', item, 14)] })
        .ask('carol', 'mediator', SENT, rows(sentRow(one, 'REKEYED', item, bound, { moved })))
        .ask('alice_elsewhere', 'mediator', { ...HELD, moved: earlier }, NOTHING)
        .ask(
          'carol',
          'mediator',
          { type: 'RESOLVE_ADDRESS', ...place() },
          resolution('later', 17, { ...bound.resolved, moved }),
        ).steps,
    },
  };
}

async function severalWallets(stage: Stage): Promise<Scenario> {
  const second = walletOf(personas.secondWallet.privateKey);
  const one = await letter(stage, 'letter-1', 'alice');
  const two = await letter(stage, 'letter-5', 'alice', { to: second.address });
  const bob = await bindingOf(stage, 'bob', 'bob', { wallet: bobsWallet });
  const other = await bindingOf(stage, 'bob-2', 'bob', { wallet: second });
  return {
    name: 'an identity answers for several wallets',
    conversation: {
      given: given(bob, other),
      parts: [PART.alice],
      steps: script()
        .ask('alice', 'mediator', one.save, saved('receipt_1', one, 10))
        .ask('alice', 'mediator', two.save, saved('receipt_2', two, 11))
        .ask('bob', 'mediator', bob.register, { effective_at: baseTime + 12 })
        .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
        .ask('bob', 'mediator', other.register, { effective_at: baseTime + 14 })
        .ask('bob', 'mediator', HELD, rows(served(one, 'bob'), served(two, 'bob'))).steps,
    },
  };
}

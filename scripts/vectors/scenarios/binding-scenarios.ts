import { HELD_LIMITS } from '../../../lib/protocol/wire.ts';
import { bobsWallet } from '../support/held-sample.ts';
import { personas } from '../support/personas.ts';
import { walletOf } from '../support/wallet-of.ts';
import { type Binding, bindingOf } from './bindings.ts';
import { given, held, place, resolution, rows, saved, served } from './escrow-replies.ts';
import { letter } from './letters.ts';
import { people } from './people.ts';
import type { Scenario } from './scenario-file.ts';
import { capture, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { baseTime, escrow } = personas;
const DAY = 86_400;
const RESOLVE = { type: 'RESOLVE_ADDRESS', ...place() };
const REVOKE = { type: 'REVOKE_ADDRESS_BINDING', ...place() };
const HELD = { type: 'QUERY_HELD_MESSAGES' };

/** Who answers for a wallet: nobody, somebody, somebody else, nobody any more. */
export async function bindingScenarios(stage: Stage): Promise<Scenario[]> {
  const second = walletOf(personas.secondWallet.privateKey);
  const one = await letter(stage, 'letter-1', 'alice');
  const bob = await bindingOf(stage, 'bob', 'bob');
  const again = await bindingOf(stage, 'bob-again', 'bob');
  const carol = await bindingOf(stage, 'carol', 'carol');
  const agreed = await bindingOf(stage, 'carol-agreed', 'carol', { previous: 'bob' });
  const carolAgain = await bindingOf(stage, 'carol-again', 'carol');
  const unasked = await bindingOf(stage, 'carol-unasked', 'carol', { previous: 'dave' });
  const ofAlice = await bindingOf(stage, 'alice', 'alice');
  const otherChain = { ...place(bobsWallet.address, 1) };
  const at = (second: number) => ({ effective_at: baseTime + second });

  return [
    {
      name: 'nobody answers for a wallet: there is a key to hold messages under, for everybody who asks',
      conversation: {
        given: given(),
        parts: [],
        steps: script()
          .ask('alice', 'mediator', RESOLVE, resolution('first', 10, held()))
          .ask('dave', 'mediator', RESOLVE, resolution('second', 11, held()))
          .ask(
            'alice',
            'mediator',
            { type: 'RESOLVE_ADDRESS', ...otherChain },
            resolution('third', 12, held(otherChain), otherChain),
          )
          .ask(
            'alice',
            'mediator',
            { type: 'RESOLVE_ADDRESS', ...place(second.address) },
            resolution('fourth', 13, held(place(second.address)), place(second.address)),
          ).steps,
      },
    },
    {
      name: 'a nonce for a binding',
      conversation: {
        given: given(),
        parts: [],
        steps: script().ask(
          'bob',
          'mediator',
          { type: 'PREPARE_ADDRESS_BINDING', ...place() },
          {
            escrow: escrow.did,
            nonce: capture('nonce'),
            issued_at: baseTime + 10,
            expires_at: baseTime + 10 + HELD_LIMITS.bindingLifetime,
          },
        ).steps,
      },
    },
    {
      name: 'a first binding holds at once, is answered again, and is renewed at once',
      conversation: {
        given: given(bob, again),
        parts: [],
        steps: script()
          .ask('bob', 'mediator', bob.register, at(10))
          .ask('alice', 'mediator', RESOLVE, resolution('first', 11, bob.resolved))
          .ask('bob', 'mediator', bob.register, at(10))
          .ask('bob', 'mediator', again.register, at(13))
          .ask('alice', 'mediator', RESOLVE, resolution('second', 14, again.resolved))
          .ask(
            'alice',
            'mediator',
            { type: 'RESOLVE_ADDRESS', ...otherChain },
            resolution('third', 15, held(otherChain), otherChain),
          ).steps,
      },
    },
    {
      name: 'another identity waits a day; meanwhile the address is handed over to neither',
      conversation: {
        given: given(bob, carol),
        parts: [PART.alice],
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, at(11))
          .ask('carol', 'mediator', carol.register, at(12 + DAY))
          .ask('carol', 'mediator', carol.register, at(12 + DAY))
          .ask('alice', 'mediator', RESOLVE, resolution('first', 14))
          .ask('bob', 'mediator', HELD, rows())
          .ask('carol', 'mediator', HELD, rows())
          .at(DAY - 100)
          .ask('alice', 'mediator', RESOLVE, resolution('second', DAY - 100)).steps,
      },
    },
    {
      name: 'after the day the other identity answers, without a countersignature',
      conversation: {
        given: given(bob, carol),
        parts: [],
        steps: script()
          .ask('bob', 'mediator', bob.register, at(10))
          .ask('carol', 'mediator', carol.register, at(11 + DAY))
          .at(11 + DAY)
          .ask('alice', 'mediator', RESOLVE, resolution('answer', 11 + DAY, carol.resolved)).steps,
      },
    },
    {
      name: 'a change registered again waits no longer than it did',
      conversation: {
        given: given(bob, carol, carolAgain),
        parts: [],
        steps: script()
          .ask('bob', 'mediator', bob.register, at(10))
          .ask('carol', 'mediator', carol.register, at(11 + DAY))
          .at(500)
          .ask('carol', 'mediator', carolAgain.register, at(11 + DAY))
          .at(11 + DAY)
          .ask('alice', 'mediator', RESOLVE, resolution('answer', 11 + DAY, carolAgain.resolved)).steps,
      },
    },
    {
      name: 'whoever is bound stops a change by binding again',
      conversation: {
        given: given(bob, carol, again),
        parts: [],
        steps: script()
          .ask('bob', 'mediator', bob.register, at(10))
          .ask('carol', 'mediator', carol.register, at(11 + DAY))
          .ask('bob', 'mediator', again.register, at(12))
          .ask('alice', 'mediator', RESOLVE, resolution('first', 13, again.resolved))
          .at(2 * DAY)
          .ask('alice', 'mediator', RESOLVE, resolution('second', 2 * DAY, again.resolved)).steps,
      },
    },
    {
      name: 'the countersignature of somebody who was not bound changes nothing, and is not shown',
      conversation: {
        given: given(bob, unasked),
        parts: [],
        steps: script()
          .ask('bob', 'mediator', bob.register, at(10))
          .ask('carol', 'mediator', unasked.register, at(11 + DAY))
          .at(11 + DAY)
          .ask(
            'alice',
            'mediator',
            RESOLVE,
            resolution('answer', 11 + DAY, {
              ...unasked.resolved,
              previous_did: null,
              previous_signature: null,
            }),
          ).steps,
      },
    },
    {
      name: 'with the countersignature of the one before, another identity answers at once',
      conversation: {
        given: given(bob, agreed),
        parts: [PART.alice],
        steps: script()
          .ask('alice', 'mediator', one.save, saved('receipt', one, 10))
          .ask('bob', 'mediator', bob.register, at(11))
          .ask('bob', 'mediator', HELD, rows(served(one, 'bob')))
          .ask('carol', 'mediator', agreed.register, at(13))
          .ask('alice', 'mediator', RESOLVE, resolution('answer', 14, agreed.resolved))
          .ask('bob', 'mediator', HELD, rows())
          .ask('carol', 'mediator', HELD, rows(served(one, 'carol'))).steps,
      },
    },
    {
      name: 'a binding ends by its DID, again without effect; then the wallet is unreachable',
      conversation: {
        given: given(bob),
        parts: [],
        steps: script()
          .ask('bob', 'mediator', bob.register, at(10))
          .ask('bob', 'mediator', REVOKE, {})
          .ask('bob', 'mediator', REVOKE, {})
          .ask('alice', 'mediator', RESOLVE, resolution('answer', 13)).steps,
      },
    },
    {
      name: 'a binding ends by another DID of its signing key',
      conversation: {
        given: given(ofAlice),
        parts: [],
        steps: script()
          .ask('alice', 'mediator', ofAlice.register, at(10))
          .ask('alice_elsewhere', 'mediator', REVOKE, {})
          .ask('bob', 'mediator', RESOLVE, resolution('answer', 12)).steps,
      },
    },
    {
      name: 'a binding ends by its wallet, whoever brings that; a later binding is another',
      conversation: {
        given: given(bob, again),
        parts: [],
        steps: script()
          .ask('bob', 'mediator', bob.register, at(10))
          .ask('dave', 'mediator', bob.takeBack, {})
          .ask('alice', 'mediator', RESOLVE, resolution('first', 12))
          .ask('bob', 'mediator', again.register, at(13))
          .ask('alice', 'mediator', RESOLVE, resolution('second', 14, again.resolved)).steps,
      },
    },
    {
      name: 'taking a binding back that is not one’s own',
      refusal: { code: 'NOT_FOUND', why: 'Nobody is told whether there is a binding of somebody else.' },
      conversation: {
        given: given(bob),
        parts: [],
        steps: script()
          .refused('bob', 'mediator', REVOKE, 'NOT_FOUND')
          .ask('bob', 'mediator', bob.register, at(11))
          .refused('carol', 'mediator', REVOKE, 'NOT_FOUND')
          .ask('alice', 'mediator', RESOLVE, resolution('answer', 13, bob.resolved)).steps,
      },
    },
    {
      name: 'taking a binding back with a signature that is not the wallet’s',
      refusal: {
        code: 'INVALID_SIGNATURE',
        why: 'A wallet signs which binding it takes back: another wallet’s signature, and one over an earlier binding, say nothing.',
      },
      conversation: {
        given: given(bob, again),
        parts: [],
        steps: script()
          .ask('bob', 'mediator', bob.register, at(10))
          .refused(
            'dave',
            'mediator',
            (await bindingOf(stage, 'bob', 'bob', { signedBy: second })).takeBack,
            'INVALID_SIGNATURE',
          )
          .ask('bob', 'mediator', again.register, at(12))
          .ask('alice', 'mediator', RESOLVE, resolution('first', 13, again.resolved))
          .refused('dave', 'mediator', bob.takeBack, 'INVALID_SIGNATURE')
          .ask('alice', 'mediator', RESOLVE, resolution('second', 15, again.resolved)).steps,
      },
    },
    {
      name: 'bindings with a nonce that is not theirs',
      refusal: {
        code: 'NONCE_REUSED',
        why: 'A nonce is given out for one binding and is good once; one that was never given out is like a used one.',
      },
      conversation: {
        given: given(bob),
        parts: [],
        steps: script()
          .refused('bob', 'mediator', again.register, 'NONCE_REUSED')
          .ask('bob', 'mediator', bob.register, at(11))
          .refused(
            'bob',
            'mediator',
            (await bindingOf(stage, 'bob', 'bob', { expiresAt: baseTime + 200 * DAY })).register,
            'NONCE_REUSED',
          )
          .ask('alice', 'mediator', RESOLVE, resolution('answer', 13, bob.resolved)).steps,
      },
    },
    {
      name: 'a binding whose nonce is too old',
      refusal: { code: 'TIMESTAMP_OUT_OF_RANGE', why: 'A nonce is good for ten minutes.' },
      conversation: {
        given: given(bob, await bindingOf(stage, 'carol', 'carol', { wallet: second })),
        parts: [],
        steps: script(600)
          .ask('bob', 'mediator', bob.register, at(600))
          .refused(
            'carol',
            'mediator',
            (await bindingOf(stage, 'carol', 'carol', { wallet: second })).register,
            'TIMESTAMP_OUT_OF_RANGE',
          ).steps,
      },
    },
    {
      name: 'bindings that are not what was prepared',
      refusal: {
        code: 'INVALID_COMMAND',
        why: 'Of another sender, for another escrow, with other times, on another chain, of another wallet, signed by another wallet, with half a countersignature.',
      },
      conversation: {
        given: given(bob),
        parts: [],
        steps: script()
          .refused('carol', 'mediator', bob.register, 'INVALID_COMMAND')
          .refused(
            'bob',
            'mediator',
            (await bindingOf(stage, 'bob', 'bob', { escrow: 'did:web:other.example' })).register,
            'INVALID_COMMAND',
          )
          .refused(
            'bob',
            'mediator',
            (await bindingOf(stage, 'bob', 'bob', { expiresAt: baseTime + 200 * DAY })).register,
            'INVALID_COMMAND',
          )
          .ask('alice', 'mediator', RESOLVE, resolution('answer', 13, held())).steps,
      },
    },
    await otherNonces(stage),
    {
      name: 'bindings of another chain, wallet or signer',
      refusal: {
        code: 'INVALID_COMMAND',
        why: 'What an account did not sign could be a contract wallet’s; on a chain that the escrow asks no contracts on it is not a valid command.',
      },
      conversation: {
        given: given(bob),
        parts: [],
        steps: script()
          .refused('bob', 'mediator', { ...bob.register, chain_id: 1 }, 'INVALID_SIGNATURE')
          .refused(
            'bob',
            'mediator',
            (await bindingOf(stage, 'bob', 'bob', { signedBy: second })).register,
            'INVALID_COMMAND',
          )
          .refused('bob', 'mediator', { ...bob.register, previous_did: people.carol.did }, 'INVALID_COMMAND')
          .ask('bob', 'mediator', bob.register, at(13)).steps,
      },
    },
    {
      name: 'bindings that the DID did not sign, or the one before did not',
      refusal: {
        code: 'INVALID_SIGNATURE',
        why: 'Both sides sign a binding, and an identity that is replaced countersigns for itself.',
      },
      conversation: {
        given: given(bob, agreed),
        parts: [],
        steps: script()
          .refused(
            'bob',
            'mediator',
            { ...bob.register, did_signature: carol.register.did_signature ?? null },
            'INVALID_SIGNATURE',
          )
          .ask('bob', 'mediator', bob.register, at(11))
          .refused(
            'carol',
            'mediator',
            { ...agreed.register, previous_signature: agreed.register.did_signature ?? null },
            'INVALID_SIGNATURE',
          )
          .refused(
            'carol',
            'mediator',
            { ...agreed.register, previous_did: people.dave.did },
            'INVALID_SIGNATURE',
          )
          .ask('carol', 'mediator', agreed.register, at(14)).steps,
      },
    },
  ];
}

/** Bindings that are right in themselves, under nonces that were given out for something else. */
async function otherNonces(stage: Stage): Promise<Scenario> {
  const second = walletOf(personas.secondWallet.privateKey);
  const others: [name: string, changes: Partial<Binding['nonce']>][] = [
    ['other-did', { did: people.carol.did }],
    ['other-wallet', { address: second.address }],
    ['other-chain', { chain_id: 1 }],
    ['other-time', { issued_at: baseTime - 1 }],
  ];
  const bindings: Binding[] = [];
  for (const [name, changes] of others) {
    const binding = await bindingOf(stage, name, 'bob');
    bindings.push({ ...binding, nonce: { ...binding.nonce, ...changes } });
  }
  const steps = script();
  for (const { register } of bindings) steps.refused('bob', 'mediator', register, 'INVALID_COMMAND');
  return {
    name: 'bindings with a nonce that was given out for something else',
    refusal: {
      code: 'INVALID_COMMAND',
      why: 'A nonce was given to a DID for a wallet on a chain, with its times: here to another DID, for another wallet, on another chain, a second earlier.',
    },
    conversation: {
      given: given(...bindings),
      parts: [],
      steps: steps.ask('alice', 'mediator', RESOLVE, resolution('answer', 14, held())).steps,
    },
  };
}

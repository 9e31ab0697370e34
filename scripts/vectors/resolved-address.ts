import { hex } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import type { Signer } from '../../lib/crypto/signature.ts';
import { signBindingStatement, signSuccession } from '../../lib/protocol/binding.ts';
import { formatDid } from '../../lib/protocol/did.ts';
import { signMoved } from '../../lib/protocol/moved-statement.ts';
import {
  type ResolvedAddress,
  signResolution,
  verifyResolution,
} from '../../lib/protocol/resolved-address.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { binding, bobsWallet, CHAIN_ID, epoch, sampleBound } from './support/held-sample.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';
import { walletOf } from './support/wallet-of.ts';

const { alice, bob, carol, escrow, mediator, baseTime } = personas;

interface Asked {
  escrow: string;
  address: string;
  chain_id: number;
  now: number;
}

const ASKED: Asked = { escrow: escrow.did, address: bobsWallet.address, chain_id: CHAIN_ID, now: baseTime };

const verify = (answer: ResolvedAddress, signature: string, asked: Asked) =>
  verifyResolution(answer, signature, escrow.signer.publicKey, { ...asked, chainId: asked.chain_id });

const inputOf = (answer: Members, signature: string, asked: Asked) => ({
  answer,
  signature,
  escrow_signing_key_hex: hex(escrow.signer.publicKey),
  asked: { ...asked },
});

async function signed(name: string, answer: ResolvedAddress): Promise<AcceptCase> {
  return {
    name,
    operation: 'sign',
    input: { answer, signing_seed_hex: hex(escrow.signingSeed) },
    steps: { canonical: canonicalJson(answer) },
    output: { signature: await signResolution(answer, escrow.signer) },
  };
}

async function verified(
  name: string,
  answer: ResolvedAddress,
  changes: Partial<Asked> = {},
): Promise<AcceptCase> {
  const asked = { ...ASKED, ...changes };
  const signature = await signResolution(answer, escrow.signer);
  await verify(answer, signature, asked);
  const output = { says: saysOf(answer) };
  return { name, operation: 'verify', input: inputOf(answer, signature, asked), output };
}

function saysOf({ binding, epoch }: ResolvedAddress): string {
  if (binding !== null) return 'bound';
  return epoch === null ? 'gone' : 'none';
}

/** An answer that is signed as it is, by the escrow unless somebody else is given, and refused for another reason. */
async function notVerified(
  name: string,
  answer: Members,
  why: string,
  { by = escrow.signer, ...changes }: Partial<Asked> & { by?: Signer } = {},
): Promise<RefuseCase> {
  const asked = { ...ASKED, ...changes };
  const signature = await signObject(answer, by);
  const input = inputOf(answer, signature, asked);
  return refused({ name, operation: 'verify', input, why }, () =>
    verify(answer as ResolvedAddress, signature, asked),
  );
}

/** What an escrow says of an address, signed. */
export async function resolvedAddress(): Promise<VectorFile> {
  const absent = {
    binding: null,
    wallet_signature: null,
    did_signature: null,
    previous_did: null,
    previous_signature: null,
    moved: null,
    epoch: null,
  };
  const question = { escrow: escrow.did, address: bobsWallet.address, chain_id: CHAIN_ID, at: baseTime };
  const unreachable: ResolvedAddress = { ...question, ...absent };
  const none: ResolvedAddress = { ...unreachable, epoch: { kid: epoch.kid, public_key: epoch.publicKey } };
  const pair = await sampleBound();
  const did_signature = await signBindingStatement(pair, bob.signer);
  const bound: ResolvedAddress = {
    ...unreachable,
    binding,
    wallet_signature: pair.walletSignature,
    did_signature,
  };
  const carols = await sampleBound({
    did: carol.did,
    nonce: 'nonce-of-the-escrow-2',
    issuedAt: baseTime - 60,
  });
  const succeeded: ResolvedAddress = {
    ...bound,
    binding: carols.binding,
    wallet_signature: carols.walletSignature,
    did_signature: await signBindingStatement(carols, carol.signer),
    previous_did: bob.did,
    previous_signature: await signSuccession(carols, bob.did, bob.signer),
  };
  const keys = { signingKey: bob.signer.publicKey, preKey: bob.preKey.publicKey };
  const newDid = formatDid({ alias: 'bob', ...keys, mediatorDid: 'did:web:new.example' });
  const moved = await signMoved({ oldDid: bob.did, newDid, timestamp: baseTime - 30 }, bob.signer);
  const changedAfterwards = await signResolution(none, escrow.signer);
  const second = walletOf(personas.secondWallet.privateKey).address;
  const { epoch: _, ...withoutEpoch } = none;
  const leftOut: RefuseCase[] = [];
  for (const name of Object.keys(absent)) {
    const others = Object.fromEntries(Object.entries(unreachable).filter(([member]) => member !== name));
    leftOut.push(await notVerified(`${name} left out`, others, 'It is null, and null is signed.'));
  }
  return {
    format: 'resolved-address',
    document: 'address-messaging.md §2',
    about:
      'What an escrow answers to RESOLVE_ADDRESS: a binding, or none and the epoch key to hold messages under, or neither when the address was bound once and cannot be reached now; members that are absent are null.',
    operations: {
      sign: 'Signs the canonical JSON of the answer with the escrow’s key.',
      verify:
        'In this order: the shape and that the answer is of one piece, that it is to this question, that it is at most 60 s old or early at asked.now, the escrow’s signature. What is in it (the wallet’s signature, the DID’s, the countersignature, the move) is verified afterwards, as binding.json does in check.',
    },
    modules: ['lib/protocol/resolved-address.ts', 'lib/protocol/signed-object.ts'],
    accept: [
      await signed('nobody is bound', none),
      await signed('Bob is bound', bound),
      await signed('bound once, and not any more', unreachable),
      await verified('none, with a key', none),
      await verified('bound, without a key', bound),
      await verified('neither', unreachable),
      await verified('none, on chain 1', { ...none, chain_id: 1 }, { chain_id: 1 }),
      await verified('at second 0', { ...none, at: 0 }, { now: 0 }),
      await verified('bound, with the word of the earlier identity', succeeded),
      await verified('bound, and moved since', { ...bound, moved }),
      await verified('60 s old', none, { now: baseTime + 60 }),
      await verified('60 s early: the escrow’s clock may be ahead', none, { now: baseTime - 60 }),
      await verified('a wallet’s signature that is wrong is found out later', {
        ...bound,
        wallet_signature: `0x${'11'.repeat(65)}`,
      }),
    ],
    refuse: [
      await notVerified('61 s old', none, 'It is of another minute.', { now: baseTime + 61 }),
      await notVerified('61 s early', none, 'It is of another minute.', { now: baseTime - 61 }),
      await notVerified('about another address', none, 'It is to another question.', { address: second }),
      await notVerified('about another chain', none, 'It is to another question.', { chain_id: 1 }),
      await notVerified('of another escrow', none, 'It is to another question.', { escrow: mediator.did }),
      await notVerified('signed by somebody else', none, 'The escrow did not sign it.', {
        by: mediator.signer,
      }),
      await refused(
        {
          name: 'changed afterwards',
          operation: 'verify',
          input: inputOf({ ...none, at: baseTime + 1 }, changedAfterwards, ASKED),
          why: 'Every member is signed.',
        },
        () => verify({ ...none, at: baseTime + 1 }, changedAfterwards, ASKED),
      ),
      await notVerified('an absent member that is left out', withoutEpoch, 'Absent members are null.'),
      ...leftOut,
      await notVerified('a member more', { ...none, extra: null }, 'There are no other members.'),
      await notVerified(
        'a binding and a key to hold under',
        { ...bound, epoch: none.epoch },
        'Who is bound is written to end to end.',
      ),
      await notVerified(
        'a binding without the wallet’s signature',
        { ...bound, wallet_signature: null },
        'A binding and both signatures come together.',
      ),
      await notVerified(
        'a binding without the DID’s signature',
        { ...bound, did_signature: null },
        'A binding and both signatures come together.',
      ),
      await notVerified(
        'signatures without a binding',
        { ...bound, binding: null },
        'A binding and both signatures come together.',
      ),
      await notVerified(
        'a binding of another wallet',
        { ...bound, binding: { ...binding, wallet: second } },
        'The binding is of the address.',
      ),
      await notVerified(
        'a binding for another escrow',
        { ...bound, binding: { ...binding, escrow: mediator.did } },
        'The binding is for the escrow that answers.',
      ),
      await notVerified(
        'an earlier DID without its signature',
        { ...succeeded, previous_signature: null },
        'A countersignature and its author come together.',
      ),
      await notVerified(
        'a countersignature without its DID',
        { ...succeeded, previous_did: null },
        'A countersignature and its author come together.',
      ),
      await notVerified(
        'an earlier DID of nobody',
        { ...none, previous_did: bob.did, previous_signature: did_signature },
        'Nobody is bound who could have succeeded.',
      ),
      await notVerified('a move of nobody', { ...none, moved }, 'Nobody is bound who could have moved.'),
      await notVerified(
        'a move of somebody else',
        { ...succeeded, moved },
        'It is the bound DID that moved.',
      ),
      await notVerified(
        'a key of low order',
        { ...none, epoch: { kid: epoch.kid, public_key: encodeAgreementKey(new Uint8Array(32)) } },
        'Such a key contributes nothing.',
      ),
      await notVerified(
        'a signing key to hold under',
        { ...none, epoch: { kid: epoch.kid, public_key: alice.did.split(':')[3] ?? '' } },
        'It is an X25519 key, z6LS….',
      ),
      await notVerified(
        'a checksummed address',
        { ...none, address: none.address.toUpperCase().replace('X', 'x') },
        'Addresses are lower case.',
      ),
      await notVerified('about chain 0', { ...none, chain_id: 0 }, 'Chain ids begin with 1.', {
        chain_id: 0,
      }),
      await notVerified('milliseconds', { ...none, at: baseTime * 1000 }, 'Times are whole seconds.'),
    ],
  };
}

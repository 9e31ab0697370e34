import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { sha256 } from '../../lib/crypto/hash.ts';
import { decodeAgreementKey, encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import { x25519 } from '../../lib/crypto/noble-x25519.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import {
  type Contract,
  completeRequest,
  contractId,
  isSameRequest,
  rootKey,
  type SignedContract,
  signRequest,
  verifyRegistration,
  verifySignedContract,
} from '../../lib/protocol/contract.ts';
import { formatDid, parseDid } from '../../lib/protocol/did.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { LIMITS } from '../../lib/protocol/wire.ts';
import { judgeAnswer } from '../../lib/relationships/judge-answer.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { personas } from './support/personas.ts';
import { sampleContract } from './support/sample-contract.ts';
import type { VectorFile } from './support/vector-file.ts';

type Unsigned = { contract: Contract; signing_seed_hex: string };
type Signed = { signed_contract: SignedContract };
type Completion = Signed & { recipient_encryption_public_key: string; signing_seed_hex: string };
type Registration = Signed & { mediator_did: string; mediator_signing_key_hex: string };
type Answer = Signed & { own_did: string; saved: SavedKey[] };
type Secret = { contract: Contract; ephemeral_seed_hex: string };

/** An own key of a contract, what was saved with it, and the contract that was completed with it. */
interface SavedKey {
  ephemeral_public_key: string;
  signed_contract: SignedContract;
  contract_id: string | null;
}

const hash = (text: string) => hex(sha256(utf8(text)));

/** What each of the two signs. */
function stepsOf(contract: Contract) {
  const request = canonicalJson({ ...contract, recipient_encryption_public_key: null });
  const completed = canonicalJson(contract);
  return {
    request_canonical: request,
    request_sha256_hex: hash(request),
    ...(contract.recipient_encryption_public_key !== null && {
      canonical: completed,
      sha256_hex: hash(completed),
    }),
  };
}

const { accept, refuse } = casesOf({
  async 'sign-request'({ contract, signing_seed_hex }: Unsigned) {
    const signed = await signRequest({ contract }, signerFromSeed(hexDecode(signing_seed_hex)));
    return { steps: stepsOf(contract), output: { signed_contract: signed } };
  },
  async complete({ signed_contract, recipient_encryption_public_key, signing_seed_hex }: Completion) {
    const signer = signerFromSeed(hexDecode(signing_seed_hex));
    const completion = { recipientEphemeral: recipient_encryption_public_key, signer };
    const signed = await completeRequest(signed_contract, completion);
    return { steps: stepsOf(signed.contract), output: { signed_contract: signed } };
  },
  async verify({ signed_contract }: Signed) {
    const verified = await verifySignedContract(signed_contract);
    return { steps: stepsOf(signed_contract.contract), output: { contract_id: verified.contractId } };
  },
  async 'verify-registration'({ signed_contract, mediator_did, mediator_signing_key_hex }: Registration) {
    const mediator = { did: mediator_did, signingKey: hexDecode(mediator_signing_key_hex) };
    const verified = await verifyRegistration(signed_contract, mediator);
    return { steps: stepsOf(signed_contract.contract), output: { contract_id: verified.contractId } };
  },
  id({ contract }: { contract: Contract }) {
    const id = contractId(contract);
    return { steps: { canonical: canonicalJson(contract) }, output: { contract_id: id } };
  },
  async 'root-secret'({ contract, ephemeral_seed_hex }: Secret) {
    const seed = hexDecode(ephemeral_seed_hex);
    const ephemeral = agreerFromSeed(seed);
    await rootKey(contract, ephemeral);
    const keys = [contract.requestor_encryption_public_key, contract.recipient_encryption_public_key ?? ''];
    const own = encodeAgreementKey(ephemeral.publicKey);
    const other = decodeAgreementKey(keys.find((key) => key !== own) ?? '');
    return {
      steps: { own_public_key: own, other_public_key_hex: hex(other) },
      output: { root_secret_hex: hex(x25519.getSharedSecret(seed, other)) },
    };
  },
  async take({ signed_contract, own_did, saved }: Answer) {
    const records = saved.map((one) => ({
      identityIndex: 0,
      publicKey: one.ephemeral_public_key,
      wrapped: '',
      signed: one.signed_contract,
      contractId: one.contract_id,
      expiresAt: one.signed_contract.contract.expires_at,
    }));
    const taken = await judgeAnswer(signed_contract, records, { index: 0, did: parseDid(own_did) });
    return { output: { contract_id: taken.contractId, side: taken.side, peer_did: taken.peer.did } };
  },
  'same-request'({ contract, other_contract }: { contract: Contract; other_contract: Contract }) {
    return { output: { same: isSameRequest(contract, other_contract) } };
  },
});

const { alice, bob, carol, mediator, baseTime } = personas;
const DAY = 86_400;
const bobKey = encodeAgreementKey(bob.ephemeral.publicKey);
const carolKey = encodeAgreementKey(carol.ephemeral.publicKey);
const seedOf = { alice: hex(alice.signingSeed), bob: hex(bob.signingSeed), carol: hex(carol.signingSeed) };

/** Alice's identity under another name, pre-key and mediator, of the same signing key. */
const secondAlice = formatDid({
  alias: null,
  signingKey: alice.signer.publicKey,
  preKey: carol.preKey.publicKey,
  mediatorDid: 'did:web:other.example',
});

/** A contract signed on both sides, whatever it says. */
async function signedBy(
  contract: Contract,
  requestor = alice.signer,
  recipient = bob.signer,
): Promise<SignedContract> {
  const request = { ...contract, recipient_encryption_public_key: null };
  return {
    contract,
    requestor_signature: await signObject(request, requestor),
    recipient_signature: await signObject(contract, recipient),
  };
}

/** Contracts between two identities and with a mediator. */
export async function contract(): Promise<VectorFile> {
  const { request, signed } = await sampleContract();
  const completed = signed.contract;
  const open = request.contract;

  const verify = async (name: string, changes: Partial<Contract>) =>
    accept(name, 'verify', { signed_contract: await signedBy({ ...completed, ...changes }) });
  /** Both parties signed it so, and it is refused all the same. */
  const no = async (name: string, changes: object, why: string) =>
    refuse(name, 'verify', { signed_contract: await signedBy({ ...completed, ...changes }) }, why);
  /** Changed after both signed. */
  const changed = (name: string, changes: object, why = 'It is not what was signed.') =>
    refuse(name, 'verify', { signed_contract: { ...signed, contract: { ...completed, ...changes } } }, why);
  const outer = (name: string, changes: object, why: string) =>
    refuse(name, 'verify', { signed_contract: { ...signed, ...changes } }, why);
  const without = (member: keyof Contract) => {
    const { [member]: _, ...others } = completed;
    return refuse(
      `without ${member}`,
      'verify',
      { signed_contract: { ...signed, contract: others as Contract } },
      'All six members are there.',
    );
  };
  const sign = (name: string, changes: object) =>
    accept(name, 'sign-request', { contract: { ...open, ...changes }, signing_seed_hex: seedOf.alice });
  const noSign = (name: string, changes: object, why: string, signing_seed_hex = seedOf.alice) =>
    refuse(name, 'sign-request', { contract: { ...open, ...changes }, signing_seed_hex }, why);
  const completion = (changes: Partial<Completion>): Completion => ({
    signed_contract: request,
    recipient_encryption_public_key: bobKey,
    signing_seed_hex: seedOf.bob,
    ...changes,
  });

  const registrationRequest = await signRequest(
    {
      contract: { ...open, recipient_did: mediator.did, expires_at: baseTime + LIMITS.registrationLifetime },
    },
    alice.signer,
  );
  const registration = await completeRequest(registrationRequest, {
    recipientEphemeral: carolKey,
    signer: mediator.signer,
  });
  const registered = { mediator_did: mediator.did, mediator_signing_key_hex: hex(mediator.signer.publicKey) };
  const notCanonical = request.requestor_signature.replace('==', '');

  const aliceKey = open.requestor_encryption_public_key;
  const savedBy = (ephemeral_public_key: string, signed_contract: SignedContract) => ({
    ephemeral_public_key,
    signed_contract,
    contract_id: null,
  });
  const atAlice = { own_did: alice.did, saved: [savedBy(aliceKey, request)] };
  const atBob = { own_did: bob.did, saved: [savedBy(bobKey, signed)] };
  /** Completed by Bob as he likes, with what Alice saved of her request. */
  const notTaken = async (name: string, changes: Partial<Contract>, why: string) =>
    refuse(name, 'take', { signed_contract: await signedBy({ ...completed, ...changes }), ...atAlice }, why);
  const SAME = 'It is what was asked for, in all but the recipient’s key.';
  /** Carol asks Bob, and puts Alice's public key in, whose private key she has not. */
  const withHerKey = { ...completed, requestor_did: carol.did };
  const byCarol = await signedBy(withHerKey, carol.signer);

  return {
    format: 'contract',
    document: 'protocol.md §4.1',
    about:
      'The agreement of two that lets them exchange events, signed by both; a registration is one with a mediator.',
    operations: {
      'sign-request': "The requestor's signature over the contract without the recipient's key.",
      complete:
        "Puts the recipient's ephemeral key in, and signs; the signer is the recipient, an identity or a mediator.",
      verify: 'Verifies a contract between two identities and computes its id.',
      'verify-registration': 'Verifies a contract with the mediator whose DID and signing key these are.',
      id: 'The id of a completed contract, without a look at signatures.',
      'root-secret': 'The raw secret of a contract for the party that has this ephemeral private key.',
      take: 'Whether a contract that the own mediator lists is one of ours (protocol.md §4.7, steps 1 to 4). `saved` are the own ephemeral keys with what was saved of their contracts; `contract_id` is there once one was completed with the key. In the steps after these it is looked at whether it was withdrawn or revoked.',
      'same-request': "Whether two contracts are the same request, whatever the recipient's key.",
    },
    modules: [
      'lib/protocol/contract.ts',
      'lib/protocol/contract-schema.ts',
      'lib/relationships/judge-answer.ts',
    ],
    accept: [
      await accept('a request', 'sign-request', { contract: open, signing_seed_hex: seedOf.alice }),
      await sign('a request for 60 seconds', { expires_at: baseTime + 60 }),
      await sign('a request for 400 days', { expires_at: baseTime + 400 * DAY }),
      await sign('a request to a mediator', { recipient_did: mediator.did }),
      await sign('a request to another DID of the own signing key', { recipient_did: secondAlice }),
      await accept('the request completed', 'complete', completion({})),
      await accept(
        'a registration completed by the mediator',
        'complete',
        completion({
          signed_contract: registrationRequest,
          recipient_encryption_public_key: carolKey,
          signing_seed_hex: hex(mediator.signingSeed),
        }),
      ),
      await accept('the contract', 'verify', { signed_contract: signed }),
      await verify('a contract for 60 seconds', { expires_at: baseTime + 60 }),
      await verify('a contract for 400 days', { expires_at: baseTime + 400 * DAY }),
      await verify('a contract that begins at 0 and has long ended', { timestamp: 0, expires_at: DAY }),
      await accept('a registration', 'verify-registration', { signed_contract: registration, ...registered }),
      await accept('the id of the contract', 'id', { contract: completed }),
      await accept("the root secret on Alice's side", 'root-secret', {
        contract: completed,
        ephemeral_seed_hex: hex(alice.ephemeralSeed),
      }),
      await accept("the root secret on Bob's side", 'root-secret', {
        contract: completed,
        ephemeral_seed_hex: hex(bob.ephemeralSeed),
      }),
      await accept('the request and what came of it', 'same-request', {
        contract: open,
        other_contract: completed,
      }),
      await accept('two completions of one request', 'same-request', {
        contract: completed,
        other_contract: { ...completed, recipient_encryption_public_key: carolKey },
      }),
      await accept('another time', 'same-request', {
        contract: open,
        other_contract: { ...completed, timestamp: baseTime + 1 },
      }),
      await accept('another end', 'same-request', {
        contract: open,
        other_contract: { ...completed, expires_at: completed.expires_at - 1 },
      }),
      await accept('another recipient', 'same-request', {
        contract: open,
        other_contract: { ...completed, recipient_did: carol.did },
      }),
      await accept('another ephemeral', 'same-request', {
        contract: open,
        other_contract: { ...completed, requestor_encryption_public_key: carolKey },
      }),
      await accept('the answer to a request of ours', 'take', { signed_contract: signed, ...atAlice }),
      await accept('a contract that another device of ours completed', 'take', {
        signed_contract: signed,
        ...atBob,
      }),
      await accept('the answer to one of several requests', 'take', {
        signed_contract: signed,
        own_did: alice.did,
        saved: [
          savedBy(carolKey, await signedBy({ ...completed, requestor_encryption_public_key: carolKey })),
          ...atAlice.saved,
        ],
      }),
      await accept('an answer whose recipient’s key is another than was saved', 'take', {
        signed_contract: await signedBy({ ...completed, recipient_encryption_public_key: carolKey }),
        own_did: alice.did,
        saved: [savedBy(aliceKey, signed)],
      }),
      await accept('an answer after the own DID changed its mediator', 'take', {
        signed_contract: signed,
        ...atAlice,
        own_did: secondAlice,
      }),
    ],
    refuse: [
      await refuse(
        'a registration in the list',
        'take',
        {
          signed_contract: registration,
          own_did: alice.did,
          saved: [savedBy(aliceKey, registrationRequest)],
        },
        'Registrations are passed over.',
      ),
      await refuse(
        'a request in the list',
        'take',
        { signed_contract: request, ...atAlice },
        'It is not completed.',
      ),
      await refuse(
        'a contract with a key that was not saved',
        'take',
        { signed_contract: signed, own_did: alice.did, saved: [] },
        'The key is not an own one.',
      ),
      await refuse(
        'a contract of others',
        'take',
        { signed_contract: signed, own_did: carol.did, saved: [savedBy(carolKey, request)] },
        'The key is not an own one.',
      ),
      await refuse(
        'a second completion',
        'take',
        {
          signed_contract: await signedBy({ ...completed, recipient_encryption_public_key: carolKey }),
          own_did: alice.did,
          saved: [{ ...savedBy(aliceKey, request), contract_id: contractId(completed) }],
        },
        'The first completion wins.',
      ),
      await notTaken('an answer with a later end', { expires_at: completed.expires_at + 1 }, SAME),
      await notTaken('an answer with an earlier end', { expires_at: completed.expires_at - 1 }, SAME),
      await notTaken('an answer with another time', { timestamp: baseTime - 1 }, SAME),
      await refuse(
        'an answer of somebody else',
        'take',
        {
          signed_contract: await signedBy(
            { ...completed, recipient_did: carol.did },
            alice.signer,
            carol.signer,
          ),
          ...atAlice,
        },
        SAME,
      ),
      await notTaken('an answer to another DID of ours', { requestor_did: secondAlice }, SAME),
      await refuse(
        'an answer with another key in place of the requestor’s',
        'take',
        {
          signed_contract: await signedBy({ ...completed, requestor_encryption_public_key: carolKey }),
          ...atBob,
        },
        SAME,
      ),
      await refuse(
        'an answer that the recipient did not sign',
        'take',
        {
          signed_contract: { ...signed, recipient_signature: flipBit(signed.recipient_signature ?? '', 40) },
          ...atAlice,
        },
        'It verifies like any contract.',
      ),
      await refuse(
        'an answer whose request is not ours any more',
        'take',
        {
          signed_contract: { ...signed, requestor_signature: flipBit(signed.requestor_signature, 3) },
          ...atAlice,
        },
        'It verifies like any contract.',
      ),
      await refuse(
        'the own key on the side of somebody else',
        'take',
        { signed_contract: byCarol, own_did: alice.did, saved: [savedBy(aliceKey, byCarol)] },
        'The party on the side of the own key has the own signing key.',
      ),
      await refuse(
        'the own key on the other side of ours',
        'take',
        { signed_contract: signed, own_did: alice.did, saved: [savedBy(bobKey, signed)] },
        'The party on the side of the own key has the own signing key.',
      ),
      await changed('another requestor', { requestor_did: carol.did }),
      await changed('another DID of the requestor', { requestor_did: secondAlice }),
      await changed('another recipient with both signatures', { recipient_did: carol.did }),
      await changed('another ephemeral of the requestor', { requestor_encryption_public_key: carolKey }),
      await changed('another ephemeral of the recipient', { recipient_encryption_public_key: carolKey }),
      await changed('a later end', { expires_at: completed.expires_at + 1 }),
      await changed('an earlier time', { timestamp: completed.timestamp - 1 }),
      await changed(
        "without the recipient's key",
        { recipient_encryption_public_key: null },
        'The contract is not completed.',
      ),
      await outer('a request, verified', { ...request }, 'The contract is not completed.'),
      await outer(
        "without the recipient's signature",
        { recipient_signature: null },
        'The contract is not completed.',
      ),
      await outer(
        'the signatures exchanged',
        {
          requestor_signature: signed.recipient_signature,
          recipient_signature: signed.requestor_signature,
        },
        'Each signs its own form.',
      ),
      await outer(
        "the requestor's signature twice",
        { recipient_signature: signed.requestor_signature },
        "It is not the recipient's.",
      ),
      await outer(
        "a bit of the requestor's signature",
        { requestor_signature: flipBit(signed.requestor_signature, 3) },
        'It is not valid.',
      ),
      await outer(
        "a bit of the recipient's signature",
        { recipient_signature: flipBit(signed.recipient_signature ?? '', 40) },
        'It is not valid.',
      ),
      await outer(
        'the requestor signed the completed contract',
        {
          requestor_signature: await signObject(completed, alice.signer),
        },
        'The requestor signs with a null in place of the key.',
      ),
      await outer(
        'the recipient signed the request',
        {
          recipient_signature: await signObject(open, bob.signer),
        },
        'The recipient signs the completed contract.',
      ),
      await outer(
        'a signature without padding',
        { requestor_signature: notCanonical },
        'A signature has 88 characters.',
      ),
      await outer(
        'a signature in base64url',
        { requestor_signature: signed.requestor_signature.replaceAll('+', '-').replaceAll('/', '_') },
        'A signature is base64.',
      ),
      await outer(
        'no signature of the requestor',
        { requestor_signature: null },
        'It is there from the beginning.',
      ),
      await outer('an empty signature', { recipient_signature: '' }, 'A signature has 88 characters.'),
      await outer(
        'a member beside contract and signatures',
        { note: 'hello' },
        'Only a request inside its ciphertext has a note.',
      ),
      await outer('no contract', { contract: null }, 'It is an object.'),
      await no(
        'a seventh member',
        { version: 1 },
        'A contract has six members, also where both signed more.',
      ),
      ...(await Promise.all((Object.keys(completed) as (keyof Contract)[]).map(without))),
      await no(
        'times exchanged',
        { timestamp: completed.expires_at, expires_at: completed.timestamp },
        'It lasts 60 seconds at least.',
      ),
      await no('59 seconds', { expires_at: baseTime + 59 }, 'It lasts 60 seconds at least.'),
      await no(
        '400 days and a second',
        { expires_at: baseTime + 400 * DAY + 1 },
        'It lasts 400 days at most.',
      ),
      await no(
        'times in milliseconds',
        { timestamp: baseTime * 1000, expires_at: baseTime * 1000 + 2_592_000 },
        'Times are whole seconds; more than 1e11 is a mistake.',
      ),
      await changed('a time as a text', { timestamp: '1700000000' }, 'Times are numbers.'),
      await changed('a time with a fraction', { timestamp: 1_699_999_999.5 }, 'Times are whole seconds.'),
      await no('a negative time', { timestamp: -1, expires_at: DAY }, 'Times are not negative.'),
      await no('one DID on both sides', { recipient_did: alice.did }, 'The parties differ.'),
      await refuse(
        'one signing key under two DIDs',
        'verify',
        {
          signed_contract: await signedBy(
            { ...completed, recipient_did: secondAlice },
            alice.signer,
            alice.signer,
          ),
        },
        'The parties have two signing keys.',
      ),
      await no(
        'one ephemeral for both',
        { recipient_encryption_public_key: completed.requestor_encryption_public_key },
        'Each makes a key of its own.',
      ),
      await no(
        'an ephemeral of low order',
        { recipient_encryption_public_key: encodeAgreementKey(new Uint8Array(32)) },
        'Keys are checked when they are taken in.',
      ),
      await no(
        'a signing key for an ephemeral',
        { recipient_encryption_public_key: bob.did.split(':')[3] },
        'It is a key of another kind.',
      ),
      await no(
        'an ephemeral in hex',
        { recipient_encryption_public_key: hex(bob.ephemeral.publicKey) },
        'Keys are multibase.',
      ),
      await no('a mediator as requestor', { requestor_did: mediator.did }, 'A mediator never asks.'),
      await no(
        'a requestor of another method',
        { requestor_did: alice.did.replace('decentrl', 'key') },
        'It is no decentrl DID.',
      ),
      await no(
        'a requestor whose DID has its keys exchanged',
        {
          requestor_did: alice.did
            .split(':')
            .with(3, alice.did.split(':')[4] as string)
            .with(4, alice.did.split(':')[3] as string)
            .join(':'),
        },
        'The DID does not parse.',
      ),
      await no(
        'a recipient of another method',
        { recipient_did: bob.did.replace('decentrl', 'key') },
        'It is neither an identity nor a mediator.',
      ),
      await no(
        'a recipient with two segments',
        { recipient_did: 'did:decentrl:a:b' },
        'The DID does not parse.',
      ),
      await refuse(
        'a registration taken for a contract of two',
        'verify',
        { signed_contract: registration },
        'Its recipient is no identity.',
      ),
      await refuse(
        'a registration with another mediator',
        'verify-registration',
        { signed_contract: registration, ...registered, mediator_did: 'did:web:other.example' },
        'It is with another.',
      ),
      await refuse(
        'a registration signed by another key',
        'verify-registration',
        {
          signed_contract: registration,
          ...registered,
          mediator_signing_key_hex: hex(carol.signer.publicKey),
        },
        'The key of its document did not sign.',
      ),
      await refuse(
        'a registration that is not completed',
        'verify-registration',
        { signed_contract: registrationRequest, ...registered },
        'The mediator has not signed.',
      ),
      await refuse(
        'a registration with a changed end',
        'verify-registration',
        {
          signed_contract: {
            ...registration,
            contract: { ...registration.contract, expires_at: registration.contract.expires_at - 1 },
          },
          ...registered,
        },
        'It is not what was signed.',
      ),
      await noSign(
        'a request in the name of another',
        {},
        'The signing key is not that of requestor_did.',
        seedOf.carol,
      ),
      await noSign(
        "a request with the recipient's key",
        { recipient_encryption_public_key: bobKey },
        'A request has none.',
      ),
      await noSign(
        'a request for 59 seconds',
        { expires_at: baseTime + 59 },
        'It lasts 60 seconds at least.',
      ),
      await noSign('a request to oneself', { recipient_did: alice.did }, 'The parties differ.'),
      await refuse(
        'completed twice',
        'complete',
        completion({ signed_contract: signed }),
        'It is completed already.',
      ),
      await refuse(
        'completed with a signature but no key',
        'complete',
        completion({ signed_contract: { ...request, recipient_signature: signed.recipient_signature } }),
        'It is completed already.',
      ),
      await refuse(
        'a request that the requestor did not sign',
        'complete',
        completion({
          signed_contract: { ...request, requestor_signature: flipBit(request.requestor_signature, 3) },
        }),
        'Nobody is made to sign what the requestor did not.',
      ),
      await refuse(
        'completed by another',
        'complete',
        completion({ signing_seed_hex: seedOf.carol }),
        'The signing key is not that of recipient_did.',
      ),
      await refuse(
        "completed with the requestor's ephemeral",
        'complete',
        completion({
          recipient_encryption_public_key: open.requestor_encryption_public_key,
        }),
        'Each makes a key of its own.',
      ),
      await refuse('the id of a request', 'id', { contract: open }, 'A request has no id.'),
      await refuse(
        'the id of seven members',
        'id',
        { contract: { ...completed, version: 1 } as Contract },
        'A contract has six members.',
      ),
      await refuse(
        'the root secret for a third',
        'root-secret',
        { contract: completed, ephemeral_seed_hex: hex(carol.ephemeralSeed) },
        'The key is on neither side.',
      ),
      await refuse(
        'the root secret of a request',
        'root-secret',
        { contract: open, ephemeral_seed_hex: hex(alice.ephemeralSeed) },
        'There is no second key yet.',
      ),
    ],
  };
}

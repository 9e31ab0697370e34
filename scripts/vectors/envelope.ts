import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import {
  type Envelope,
  envelopeHash,
  signatureHash,
  signEnvelope,
  verifyEnvelope,
} from '../../lib/protocol/envelope.ts';
import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { verifyEnvelopes } from '../../lib/protocol/verify-envelopes.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { personas } from './support/personas.ts';
import { repeated } from './support/repeated.ts';
import { sampleContract } from './support/sample-contract.ts';
import { DEVICE, sampleEvent } from './support/sample-event.ts';
import type { Members, VectorFile } from './support/vector-file.ts';

type Unsigned = { contract_id: string; event: string; timestamp: number; signing_seed_hex: string };
type Proof = { contract_id: string; counterparty_signing_key_hex: string };

const asJson = (value: object): Members => JSON.parse(JSON.stringify(value));

const { accept, refuse } = casesOf({
  async sign({ contract_id, event, timestamp, signing_seed_hex }: Unsigned) {
    const signer = signerFromSeed(hexDecode(signing_seed_hex));
    const envelope = await signEnvelope({ contractId: contract_id, event, timestamp }, signer);
    return { steps: { canonical: canonicalJson({ contract_id, event, timestamp }) }, output: { envelope } };
  },
  hash: ({ envelope }: { envelope: Envelope }) => ({
    steps: { canonical: canonicalJson(envelope) },
    output: { envelope_hash: envelopeHash(envelope), signature_hash: signatureHash(envelope) },
  }),
  async verify({ envelope, ...proof }: Proof & { envelope: Envelope }) {
    return { output: { event: asJson(await verifyEnvelope(envelope, proofOf(proof))) } };
  },
  async 'verify-chain'({ envelopes, ...proof }: Proof & { envelopes: Envelope[] }) {
    const verdicts = await verifyEnvelopes(envelopes, proofOf(proof));
    return {
      steps: { hashes: envelopes.map(envelopeHash) },
      output: {
        verdicts: verdicts.map((verdict) => (verdict instanceof ProtocolError ? verdict.reason : 'accepted')),
      },
    };
  },
});

function proofOf({ contract_id, counterparty_signing_key_hex }: Proof) {
  return { contractId: contract_id, counterpartySigningKey: hexDecode(counterparty_signing_key_hex) };
}

const { alice, bob, carol, baseTime } = personas;

/** Signed events under a contract. */
export async function envelope(): Promise<VectorFile> {
  const { contractId } = await sampleContract();
  const proof = { contract_id: contractId, counterparty_signing_key_hex: hex(alice.signer.publicKey) };
  const signing = {
    contract_id: contractId,
    timestamp: baseTime + 60,
    signing_seed_hex: hex(alice.signingSeed),
  };
  const enveloped = (
    event: string,
    changes: Partial<Omit<Envelope, 'signature'>> = {},
    signer = alice.signer,
  ) => {
    const unsigned = { contract_id: contractId, event, timestamp: baseTime + 60, ...changes };
    return signObject(unsigned, signer).then((signature): Envelope => ({ ...unsigned, signature }));
  };
  const first = await enveloped(sampleEvent('Hello Bob'));

  const verify = (name: string, one: Envelope) => accept(name, 'verify', { ...proof, envelope: one });
  const no = (name: string, one: object, why: string, changes: Partial<Proof> = {}) =>
    refuse(name, 'verify', { ...proof, envelope: { ...first, ...one }, ...changes }, why);
  const without = (member: keyof Envelope) => {
    const { [member]: _, ...others } = first;
    return refuse(
      `without ${member}`,
      'verify',
      { ...proof, envelope: others as Envelope },
      'All four members are there.',
    );
  };
  const noSign = (name: string, changes: Partial<Unsigned>, why: string) =>
    refuse(name, 'sign', { ...signing, event: sampleEvent('Hello Bob'), ...changes }, why);
  const chain = (name: string, envelopes: Envelope[]) =>
    accept(name, 'verify-chain', { ...proof, envelopes });

  /** Events one after the other, each naming the one before. */
  const chained = async (count: number, dev = DEVICE, from = 1): Promise<Envelope[]> => {
    const made: Envelope[] = [];
    for (let at = 0; at < count; at++) {
      const before = made.at(-1);
      const meta = {
        id: `event-${dev.slice(0, 2)}-${from + at}`,
        dev,
        seq: from + at,
        prev: before ? envelopeHash(before) : null,
        tags: [],
      };
      made.push(
        await enveloped(sampleEvent(`message ${from + at}`, meta), { timestamp: baseTime + 60 + at }),
      );
    }
    return made;
  };
  const [one, two, three] = (await chained(3)) as [Envelope, Envelope, Envelope];
  const broken = { ...one, signature: flipBit(one.signature, 40) };
  const after = (before: Envelope, changes: object = {}, signer = alice.signer) =>
    enveloped(
      sampleEvent('after', { id: 'event-after', seq: 2, prev: envelopeHash(before), tags: [], ...changes }),
      { timestamp: baseTime + 61 },
      signer,
    );
  const underAnother = await enveloped(sampleEvent('Hello Bob', { id: 'event-other', tags: [] }), {
    contract_id: 'ab'.repeat(32),
  });
  const noEvent = await enveloped('{"type":"a"}');

  const longText = async (name: string, length: number) => {
    const envelope = await enveloped('x'.repeat(length));
    const written = { ...envelope, event: repeated('x', length) };
    const envelopes = [envelope];
    return accept(name, 'verify-chain', { ...proof, envelopes }, { ...proof, envelopes: [written] });
  };

  return {
    format: 'envelope',
    document: 'protocol.md §6.2',
    about:
      'An event as its sender signed it under a contract, and the chain that `prev` makes of the events of a device.',
    operations: {
      sign: 'Signs the text of an event under a contract.',
      hash: 'What `meta.prev` of the next event names, and what repetitions are known by where there are no numbers.',
      verify:
        'The event of an envelope that is under this contract and signed by the counterparty, whose signing key is given.',
      'verify-chain':
        'The verdict on each of several envelopes, `accepted` or a reason, in their order: an envelope is also proven by a proven one that names its hash (protocol.md §6.5).',
    },
    modules: ['lib/protocol/envelope.ts', 'lib/protocol/verify-envelopes.ts'],
    accept: [
      await accept('a message', 'sign', { ...signing, event: sampleEvent('Hello Bob') }),
      await accept('an event without meta', 'sign', {
        ...signing,
        event: '{"type":"chat.message","data":{}}',
      }),
      await accept('a text that is not canonical stays as it is', 'sign', {
        ...signing,
        event: '{ "type": "a", "data": 1.50 }',
      }),
      await accept('time 0', 'sign', { ...signing, event: '{"type":"a","data":0}', timestamp: 0 }),
      await accept('hashes of an envelope', 'hash', { envelope: first }),
      await verify('the message', first),
      await verify('an event without meta, verified', await enveloped('{"type":"chat.message","data":{}}')),
      await verify('a text that is not canonical', await enveloped('{ "type": "a", "data": 1.50 }')),
      await verify(
        'a time long ago, which nobody checks',
        await enveloped(sampleEvent('old'), { timestamp: 1 }),
      ),
      await chain('nothing to verify', []),
      await chain('three in order', [one, two, three]),
      await chain('three in another order', [three, one, two]),
      await chain('the same twice', [one, one]),
      await chain('a gap', [one, three]),
      await chain('two devices', [one, ...(await chained(2, 'fedcba9876543210')), two]),
      await chain('a wrong signature that nothing names', [broken]),
      await chain('a wrong signature does not touch what comes before it', [
        one,
        { ...two, signature: flipBit(two.signature, 40) },
        three,
      ]),
      await chain('a wrong signature is proven by the next envelope, which names its hash', [
        broken,
        await after(broken),
      ]),
      await chain('not by one that is signed by another', [broken, await after(broken, {}, carol.signer)]),
      await chain('not by one of another device', [broken, await after(broken, { dev: 'fedcba9876543210' })]),
      await chain('not by one that leaves a number out', [broken, await after(broken, { seq: 3 })]),
      await chain('not by one with the same number', [broken, await after(broken, { seq: 1 })]),
      await chain('not by one with another hash', [broken, await after(one)]),
      await chain('an envelope under another contract', [underAnother, one]),
      await chain('an envelope under another contract that the next one names', [
        underAnother,
        await after(underAnother),
      ]),
      await chain('a text that is no event', [noEvent, one]),
      await longText('a text of 131,072 characters, which is no event', 131_072),
      await longText('a text of 131,073 characters, which is not looked into', 131_073),
      await chain("one's own signature sent back", [await enveloped(sampleEvent('mine'), {}, bob.signer)]),
    ],
    refuse: [
      await no('another text', { event: sampleEvent('Hello Eve') }, 'It is not what was signed.'),
      await no('another time', { timestamp: first.timestamp + 1 }, 'It is not what was signed.'),
      await no('another contract', { contract_id: 'ab'.repeat(32) }, 'It is under another contract.'),
      await no(
        'signed for another contract',
        { ...underAnother, contract_id: contractId },
        'It is not what was signed.',
      ),
      await no('expected under another contract', {}, 'It is under another contract.', {
        contract_id: 'ab'.repeat(32),
      }),
      await no(
        'signed by another',
        { ...(await enveloped(sampleEvent('Hello Bob'), {}, carol.signer)) },
        "It is not the counterparty's.",
      ),
      await no('sent back to its author', {}, 'The counterparty is Bob, and Alice signed.', {
        counterparty_signing_key_hex: hex(bob.signer.publicKey),
      }),
      await no(
        'a changed bit in the signature',
        { signature: flipBit(first.signature, 5) },
        'It is not valid.',
      ),
      await no('an empty signature', { signature: '' }, 'A signature has 88 characters.'),
      await no(
        'a signature that is no base64',
        { signature: `${first.signature.slice(0, -3)}*==` },
        'A signature is base64.',
      ),
      await no('a member more', { id: 'event-1' }, 'There are four members.'),
      ...(await Promise.all((Object.keys(first) as (keyof Envelope)[]).map(without))),
      await no('a time in milliseconds', { timestamp: baseTime * 1000 }, 'Times are whole seconds.'),
      await no('a time with a fraction', { timestamp: baseTime + 0.5 }, 'Times are whole seconds.'),
      await no('the event as an object', { event: { type: 'a', data: 1 } }, 'It is a text.'),
      await no('a contract id in capitals', { contract_id: contractId.toUpperCase() }, 'Hex is lower case.'),
      await no('a text that is no JSON', { ...(await enveloped('hello')) }, 'It is no event.'),
      await no('a text without data', { ...noEvent }, 'It is no event.'),
      await no(
        'a text with the key __proto__',
        { ...(await enveloped('{"type":"a","data":{"__proto__":1}}')) },
        'It is no event.',
      ),
      await refuse(
        'a key of small order',
        'verify',
        { ...proof, envelope: first, counterparty_signing_key_hex: '01'.padEnd(64, '0') },
        'Keys are checked when they are taken in.',
      ),
      await noSign('a contract id that is none', { contract_id: 'contract' }, 'It is 32 bytes in hex.'),
      await noSign('a time that is negative', { timestamp: -1 }, 'Times are not negative.'),
      await noSign('a text with a lone surrogate', { event: '"\ud800"' }, 'UTF-8 cannot carry it.'),
      await refuse(
        'a text of 131,073 characters',
        'sign',
        { ...signing, event: 'x'.repeat(131_073) },
        'A text has at most 131,072.',
        { ...signing, event: repeated('x', 131_073) },
      ),
    ],
  };
}

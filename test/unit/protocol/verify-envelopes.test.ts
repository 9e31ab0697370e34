import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signerFromSeed, type Verifier } from '../../../lib/crypto/signature.ts';
import { verifierOf } from '../../../lib/protocol/did.ts';
import {
  type Envelope,
  envelopeHash,
  formatEvent,
  newEventId,
  signEnvelope,
} from '../../../lib/protocol/envelope.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import { verifyEnvelopes } from '../../../lib/protocol/verify-envelopes.ts';
import { alice, bob, seed } from './check-identities.ts';

const contractId = 'ab'.repeat(32);
const ALICE_DEVICE = '00000000000000aa';
const mallory = signerFromSeed(seed(99));

/** Alice's key, counting how often a signature of hers is checked. */
async function countingVerifier(): Promise<Verifier & { checks: number }> {
  const { publicKey, verify } = await verifierOf(alice.did);
  const counting = {
    publicKey,
    checks: 0,
    verify(message: Parameters<typeof verify>[0], signature: Parameters<typeof verify>[1]) {
      counting.checks += 1;
      return verify(message, signature);
    },
  };
  return counting;
}

interface Link {
  content: string;
  signer?: typeof alice.signer;
  dev?: string;
  /** Named instead of the one before. */
  prev?: string | null;
  seq?: number;
  contract?: string;
  /** What becomes of it before the next one names it. */
  spoil?: (envelope: Envelope) => Envelope;
}

async function chainOf(links: readonly Link[]): Promise<Envelope[]> {
  const chain: Envelope[] = [];
  for (const [at, link] of links.entries()) {
    const last = chain.at(-1);
    const prev = link.prev === undefined ? (last === undefined ? null : envelopeHash(last)) : link.prev;
    const meta = { id: newEventId(), dev: link.dev ?? ALICE_DEVICE, seq: link.seq ?? at + 1, prev, tags: [] };
    const event = formatEvent({ type: 'chat.message', data: { content: link.content }, meta });
    const unsigned = { contractId: link.contract ?? contractId, event, timestamp: 1_700_000_000 };
    const envelope = await signEnvelope(unsigned, link.signer ?? alice.signer);
    chain.push(link.spoil?.(envelope) ?? envelope);
  }
  return chain;
}

const words = (count: number): Link[] =>
  Array.from({ length: count }, (_, at) => ({ content: `word ${at}` }));

/** Of each envelope its text, or why it was refused. */
async function verdictsOn(envelopes: readonly Envelope[], verifier?: Verifier): Promise<string[]> {
  const counterpartySigningKey = verifier ?? alice.did.signingKey;
  const verdicts = await verifyEnvelopes(envelopes, { contractId, counterpartySigningKey });
  return verdicts.map((verdict) =>
    verdict instanceof ProtocolError ? verdict.reason : (verdict.data as { content: string }).content,
  );
}

const withSignatureOf = (other: Envelope) => (envelope: Envelope) => ({
  ...envelope,
  signature: other.signature,
});

describe('many envelopes of one contact', () => {
  it('are proven by the signature of the last of their chain, in whatever order they came', async () => {
    const chain = await chainOf(words(20));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...chain.keys()], { minLength: 20 }), async (order) => {
        const verifier = await countingVerifier();
        const shuffled = order.map((at) => chain[at] as Envelope);
        expect(await verdictsOn(shuffled, verifier)).toEqual(order.map((at) => `word ${at}`));
        expect(verifier.checks).toBe(1);
      }),
      { numRuns: 20 },
    );
  });

  it('T-42 are proven on both sides of one that is missing', async () => {
    const chain = (await chainOf(words(6))).toSpliced(2, 1);
    const verifier = await countingVerifier();
    expect(await verdictsOn(chain, verifier)).toEqual(['word 0', 'word 1', 'word 3', 'word 4', 'word 5']);
    expect(verifier.checks).toBe(2);
  });

  it('T-39 are refused where any bit of one was changed, and no other is', async () => {
    const chain = await chainOf(words(5));
    const members = ['event', 'timestamp', 'signature'] as const;
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.constantFrom(...members), fc.nat(), async (at, member, place) => {
        const changed = changeOne(chain[at] as Envelope, member, place);
        const verdicts = await verdictsOn(chain.with(at, changed));
        expect(verdicts.with(at, '')).toEqual(chain.map((_, n) => (n === at ? '' : `word ${n}`)));
        expect(verdicts[at]).toMatch(/^(signature|event|envelope)$/);
      }),
      { numRuns: 60 },
    );
  });

  it('D-04 T-40 are refused when they are our own, or of somebody who holds the contract’s key only', async () => {
    expect(
      await verdictsOn(await chainOf(words(4).map((link) => ({ ...link, signer: bob.signer })))),
    ).toEqual(Array(4).fill('signature'));
    // A forger goes on with Alice's chain, and names what she wrote.
    const own = await chainOf(words(3));
    const forged = await chainOf([...words(3), { content: 'forged', signer: mallory }]);
    expect(await verdictsOn([...own, forged[3] as Envelope])).toEqual([
      'word 0',
      'word 1',
      'word 2',
      'signature',
    ]);
    // He puts one of his between two of hers: she never named it.
    const between = await chainOf([
      { content: 'forged', signer: mallory, prev: envelopeHash(own[0] as Envelope), seq: 2 },
    ]);
    expect(await verdictsOn([own[0], ...between, own[1], own[2]] as Envelope[])).toEqual([
      'word 0',
      'signature',
      'word 1',
      'word 2',
    ]);
  });

  it('say nothing about what stands under another contract, is of another device or has another number', async () => {
    const [foreign] = await chainOf([{ content: 'foreign', contract: 'cd'.repeat(32) }]);
    const [bad] = await chainOf([{ content: 'bad', signer: mallory }]);
    const naming = async (link: Partial<Link>, named: Envelope) =>
      (await chainOf([{ content: 'naming', seq: 2, prev: envelopeHash(named), ...link }]))[0] as Envelope;
    expect(await verdictsOn([foreign as Envelope, await naming({}, foreign as Envelope)])).toEqual([
      'contract-id',
      'naming',
    ]);
    for (const link of [{ dev: '00000000000000bb' }, { seq: 3 }])
      expect(await verdictsOn([bad as Envelope, await naming(link, bad as Envelope)])).toEqual([
        'signature',
        'naming',
      ]);
  });

  it('are each proven alone where the last of a chain does not hold', async () => {
    const [other] = await chainOf([{ content: 'other' }]);
    const chain = await chainOf([...words(3), { content: 'bad', spoil: withSignatureOf(other as Envelope) }]);
    const verifier = await countingVerifier();
    expect(await verdictsOn(chain, verifier)).toEqual(['word 0', 'word 1', 'word 2', 'signature']);
    expect(verifier.checks).toBe(2);
  });

  it('T-63 are proven beside what is no event', async () => {
    const event = JSON.stringify({ type: 'no event' });
    const broken = await signEnvelope({ contractId, event, timestamp: 1_700_000_000 }, alice.signer);
    expect(await verdictsOn([broken, ...(await chainOf(words(2)))])).toEqual(['event', 'word 0', 'word 1']);
  });

  it('are proven twice when they came twice', async () => {
    const chain = await chainOf(words(3));
    expect(await verdictsOn([...chain, ...chain])).toEqual(
      [...Array(2)].flatMap(() => ['word 0', 'word 1', 'word 2']),
    );
  });

  it('vouch for an envelope of theirs whose own signature is not valid: its author signed its hash', async () => {
    const [other] = await chainOf([{ content: 'other' }]);
    const [first, second] = words(2) as [Link, Link];
    const chain = await chainOf([{ ...first, spoil: withSignatureOf(other as Envelope) }, second]);
    expect(await verdictsOn(chain)).toEqual(['word 0', 'word 1']);
    expect(await verdictsOn(chain.slice(0, 1))).toEqual(['signature']);
  });
});

function changeOne(envelope: Envelope, member: 'event' | 'timestamp' | 'signature', place: number): Envelope {
  if (member === 'timestamp') return { ...envelope, timestamp: envelope.timestamp + 1 + (place % 1_000) };
  const text = envelope[member];
  const at = place % (text.length - 2);
  const letter = text[at] === 'A' ? 'B' : 'A';
  return { ...envelope, [member]: text.slice(0, at) + letter + text.slice(at + 1) };
}

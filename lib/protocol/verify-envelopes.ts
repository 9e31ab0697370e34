/**
 * Verifies many envelopes of one counterparty with as few signature checks as their chain allows.
 *
 * The event of an envelope names, in what is signed, the hash of the whole signed envelope its device sent before
 * (`meta.prev`, protocol.md §6.5). A valid signature therefore vouches for that envelope too, bit for bit, and through its
 * own `prev` for the one before. Only ends of chains are checked by their signatures; whatever no proven envelope names
 * is checked by its own. Nobody but the holder of the signing key can make a chain that ends in a valid signature.
 */
import type { Bytes } from '../crypto/bytes.ts';
import { mapInSlices } from '../crypto/map-in-slices.ts';
import type { Verifier } from '../crypto/signature.ts';
import { type Envelope, envelopeHash, verifyEnvelope } from './envelope.ts';
import { type EventMeta, type ProtocolEvent, parseEvent } from './event.ts';
import { ProtocolError } from './protocol-error.ts';

/** The event of an envelope whose author is proven, or why it is not. */
export type EnvelopeVerdict = ProtocolEvent | ProtocolError;

/**
 * The verdict on each envelope, in their order: the event of one that is under this contract and that the counterparty
 * signed, itself or by naming its hash in the next numbered event of the same device; else the error of `verifyEnvelope`.
 */
export async function verifyEnvelopes(
  envelopes: readonly Envelope[],
  proof: { contractId: string; counterpartySigningKey: Bytes | Verifier },
): Promise<EnvelopeVerdict[]> {
  const links = envelopes.map((envelope) => readLink(envelope, proof.contractId));
  const positions = new Map(links.map((link, at) => [link.hash, at]));
  const predecessors = links.map((link) => predecessorOf(link, links, positions));
  const verdicts: (EnvelopeVerdict | undefined)[] = envelopes.map(() => undefined);

  /** Gives the verdict of the one at `at`, and with a good one of all it vouches for. */
  async function check(at: number): Promise<void> {
    try {
      verdicts[at] = await verifyEnvelope(envelopes[at] as Envelope, proof);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      verdicts[at] = error;
      return;
    }
    for (let before = predecessors[at]; before !== undefined; before = predecessors[before])
      verdicts[before] = links[before]?.event as ProtocolEvent;
  }

  for (;;) {
    const open = envelopes.flatMap((_, at) => (verdicts[at] === undefined ? [at] : []));
    if (open.length === 0) return verdicts as EnvelopeVerdict[];
    const named = new Set(open.map((at) => predecessors[at]));
    await mapInSlices(
      open.filter((at) => !named.has(at)),
      check,
    );
  }
}

interface Link {
  hash: string;
  /** Null for what is no event or under another contract: it neither vouches nor is vouched for. */
  event: ProtocolEvent | null;
}

function readLink(envelope: Envelope, contractId: string): Link {
  const hash = envelopeHash(envelope);
  if (envelope.contract_id !== contractId) return { hash, event: null };
  try {
    return { hash, event: parseEvent(envelope.event) };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { hash, event: null };
  }
}

function predecessorOf(
  { event }: Link,
  links: readonly Link[],
  positions: ReadonlyMap<string, number>,
): number | undefined {
  const meta = event?.meta;
  const at = meta?.prev == null ? undefined : positions.get(meta.prev);
  const before = at === undefined ? undefined : links[at]?.event?.meta;
  return meta !== undefined && before !== undefined && isNext(before, meta) ? at : undefined;
}

const isNext = (before: EventMeta, meta: EventMeta) => before.dev === meta.dev && before.seq + 1 === meta.seq;

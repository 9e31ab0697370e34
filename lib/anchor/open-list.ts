/**
 * The list of a contract at the pinned block, by whatever way there is, the strongest first: storage by proof; the
 * getters of our contract, and last plain storage, by enough endpoints that agree. The published contract has no getter
 * and emits nothing: there storage is the only way (address-messaging.md §5.3).
 */
import { parseCid } from '../protocol/cid.ts';
import { decodeNumber, decodeText, decodeTexts, encodeCidCount, encodeGetCid, encodeGetCids } from './abi.ts';
import { agree } from './agree.ts';
import { AnchorError } from './anchor-error.ts';
import type { AnchorHow } from './anchor-state.ts';
import { resultOf } from './endpoint.ts';
import { fromHex, fromHexOf, fromWord, toHex, toQuantity, toWord } from './hex-data.ts';
import type { PinnedBlock } from './pin-block.ts';
import { proveSlots } from './prove-slots.ts';
import { elementSlot, likelyTextSlots, textOf, textSlots } from './string-list.ts';

/** A list that can be read at one block. */
export interface OpenList {
  how: AnchorHow;
  length: number;
  /** Its storage slot, null where getters were used and no slot is known. */
  slot: number | null;
  /** Texts of the entries from `from` up to, without, `to`; null for one that can be no CID. */
  read(from: number, to: number): Promise<(string | null)[]>;
}

/** Words of storage by slot, at one block. */
type ReadWords = (slots: readonly bigint[]) => Promise<(slot: bigint) => bigint>;

/**
 * Entries of a list of index files (security.md *Limits*). Whoever owns the contract could make us work for ever.
 */
const MAX_LENGTH = 100_000;
const PROBED_SLOTS = Array.from({ length: 11 }, (_, slot) => slot);
/** Most CIDs have 59 characters. */
const USUAL_WORDS = 2;
/** Entries a request: with their words about half of what a reply may hold. */
const PAGE = 32;
const GETTER_PAGE = 100;

/** Opens the list. `slot` null is searched in 0 to 10. Throws `AnchorError`. */
export async function openList(
  block: PinnedBlock,
  { contract, slot }: { contract: string; slot: number | null },
): Promise<OpenList> {
  const byProof: ReadWords = async (slots) => (await proveSlots(block, contract, slots)).wordOf;
  try {
    const list = await byStorage('proof', byProof, slot);
    if (list) return list;
  } catch (error) {
    if (!(error instanceof AnchorError) || !['no-proof', 'no-header'].includes(error.reason)) throw error;
    if (slot === null) return (await byGetter(block, contract)) ?? byWords(block, contract, slot);
    return byWords(block, contract, slot);
  }
  // Proven that no slot from 0 to 10 holds a list: it is empty, or lies elsewhere, which only a getter can tell.
  return (await byGetter(block, contract)) ?? emptyList('proof');
}

async function byWords(block: PinnedBlock, contract: string, slot: number | null): Promise<OpenList> {
  const code = await agree(
    block.voters,
    block.need,
    async (voter) => resultOf(await voter.call('eth_getCode', contract, toQuantity(block.number))) !== '0x',
    String,
  );
  if (!code.value) throw new AnchorError('no-contract');
  const word = async (at: bigint) => {
    const { value } = await agree(
      block.voters,
      block.need,
      async (voter) => {
        const key = toHex(toWord(at));
        const answer = await voter.call('eth_getStorageAt', contract, key, toQuantity(block.number));
        return fromWord(fromHexOf(resultOf(answer), 32));
      },
      String,
    );
    return value;
  };
  const read: ReadWords = async (slots) => {
    const words = new Map<bigint, bigint>();
    // One after the other in small groups: public endpoints refuse floods.
    for (let at = 0; at < slots.length; at += 16) {
      const some = slots.slice(at, at + 16);
      for (const [i, value] of (await Promise.all(some.map(word))).entries())
        words.set(some[i] as bigint, value);
    }
    return (at) => words.get(at) ?? 0n;
  };
  return (await byStorage('storage', read, slot)) ?? emptyList('storage');
}

async function byStorage(
  how: AnchorHow,
  words: ReadWords,
  slot: number | null,
): Promise<OpenList | undefined> {
  const slots = slot === null ? PROBED_SLOTS : [slot];
  const lengths = await words(slots.map(BigInt));
  for (const candidate of slots) {
    const length = lengths(BigInt(candidate));
    if (length > BigInt(MAX_LENGTH)) {
      if (slot !== null) throw new AnchorError('list-too-long');
      continue;
    }
    const list: OpenList = {
      how,
      length: Number(length),
      slot: candidate,
      read: (from, to) => readPages(from, to, PAGE, (a, b) => readStorage(words, candidate, a, b)),
    };
    if (slot !== null || (length > 0n && (await looksLikeCids(list)))) return list;
  }
  return undefined;
}

async function readStorage(
  words: ReadWords,
  slot: number,
  from: number,
  to: number,
): Promise<(string | null)[]> {
  const headers = Array.from({ length: to - from }, (_, at) => elementSlot(slot, from + at));
  const guess = await words(headers.flatMap((header) => [header, ...likelyTextSlots(header, USUAL_WORDS)]));
  const missing = headers.flatMap((at) => textSlots(at, guess(at))?.slice(USUAL_WORDS) ?? []);
  const more = missing.length === 0 ? guess : await words(missing);
  return headers.map((at) => {
    const slots = textSlots(at, guess(at));
    if (slots === null) return null;
    return textOf(
      guess(at),
      slots.map((one, i) => (i < USUAL_WORDS ? guess(one) : more(one))),
    );
  });
}

/** A number in a slot may be a counter; a list of CIDs has CIDs at both its ends. */
async function looksLikeCids(list: OpenList): Promise<boolean> {
  const ends = [...(await list.read(0, 1)), ...(await list.read(list.length - 1, list.length))];
  return ends.every((text) => {
    try {
      return text !== null && parseCid(text) !== '';
    } catch {
      return false;
    }
  });
}

/** By `cidCount`, `getCids` and `getCid`; undefined where the contract has no such thing. */
async function byGetter(block: PinnedBlock, contract: string): Promise<OpenList | undefined> {
  const call = async (data: string) => {
    const { value } = await agree(
      block.voters,
      block.need,
      async (voter) => {
        const answer = await voter.call('eth_call', { to: contract, data }, toQuantity(block.number));
        if (!('refusal' in answer)) return fromHex(answer.result, 1_048_576);
        if (answer.refusal.reverted) return null;
        throw new AnchorError('malformed');
      },
      (bytes) => (bytes === null ? 'reverted' : toHex(bytes)),
    );
    return value;
  };
  const count = await call(encodeCidCount());
  if (count?.length !== 32) return undefined;
  const length = decodeNumber(count);
  if (length > BigInt(MAX_LENGTH)) throw new AnchorError('list-too-long');
  const readOne = async (index: number) => decodeText((await call(encodeGetCid(index))) ?? new Uint8Array(0));
  return {
    how: 'getter',
    length: Number(length),
    slot: null,
    read: (from, to) =>
      readPages(from, to, GETTER_PAGE, async (a, b) => {
        const page = await call(encodeGetCids(a, b));
        if (page !== null && page.length > 0) return decodeTexts(page, b - a);
        const texts: (string | null)[] = [];
        for (let at = a; at < b; at++) texts.push(await readOne(at));
        return texts;
      }),
  };
}

const emptyList = (how: AnchorHow): OpenList => ({ how, length: 0, slot: null, read: async () => [] });

async function readPages<T>(
  from: number,
  to: number,
  size: number,
  read: (from: number, to: number) => Promise<T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (let at = from; at < to; at += size) all.push(...(await read(at, Math.min(to, at + size))));
  return all;
}

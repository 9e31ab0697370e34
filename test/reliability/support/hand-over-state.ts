import { inDatabase } from '../../support/mediator-database.ts';

/** What an escrow has of the messages that were given to it. */
export interface HandOverState {
  rows: { id: string; state: string; oldCid: string; newCid: string | null; hasRecord: boolean }[];
  /** Ids of the messages some share is left of, of either kind. */
  shares: string[];
  published: string[];
  listed: string[];
}

/** What a checker found; every list but `total` is empty after a good hand-over. */
export interface HandOverVerdict {
  /** Messages that were given. */
  total: number;
  lost: string[];
  twice: string[];
  unconfirmed: string[];
  /** Messages the escrow still has a share or the old record of. */
  kept: string[];
  /** Old CIDs whose bytes are published. */
  exposed: string[];
  /** New CIDs whose bytes are not published, or not once. */
  unpublished: string[];
  /** CIDs, old or new, that are not listed, or not once. */
  unlisted: string[];
}

/** Reads it from the database of a mediator, running or not. */
export function readHandOver(escrow: { dataDir: string }): Promise<HandOverState> {
  return inDatabase(escrow, async (tx) => {
    const rows = await tx.selectFrom('held_messages').selectAll().orderBy('seq').execute();
    const shares = await tx
      .selectFrom('held_shares as s')
      .leftJoin('held_messages as m', 'm.seq', 's.message')
      .select('m.id')
      .execute();
    const published = await tx.selectFrom('published_blocks').select('cid').execute();
    const listed = await tx.selectFrom('listed_cids').select('cid').execute();
    return {
      rows: rows.map(({ id, state, cid, receipt, record }) => ({
        id,
        state,
        oldCid: cid,
        newCid: receipt === null ? null : (JSON.parse(receipt) as { new_cid: string }).new_cid,
        hasRecord: record !== null,
      })),
      shares: shares.map(({ id }) => id ?? 'of no message'),
      published: published.map(({ cid }) => cid),
      listed: listed.map(({ cid }) => cid),
    };
  });
}

/** Decides about a finished hand-over of the messages with these ids. */
export function judgeHandOver(
  { rows, shares, published, listed }: HandOverState,
  given: readonly string[],
): HandOverVerdict {
  const [known, open, named] = [countOf(rows.map(({ id }) => id)), countOf(published), countOf(listed)];
  const newCids = rows.flatMap(({ newCid }) => (newCid === null ? [] : [newCid]));
  const oldCids = rows.map(({ oldCid }) => oldCid);
  return {
    total: given.length,
    lost: given.filter((id) => !known.has(id)),
    twice: [...known].filter(([, times]) => times > 1).map(([id]) => id),
    unconfirmed: rows.filter(({ state }) => state !== 'CONFIRMED').map(({ id }) => id),
    kept: [...new Set([...shares, ...rows.filter(({ hasRecord }) => hasRecord).map(({ id }) => id)])],
    exposed: oldCids.filter((cid) => open.has(cid)),
    unpublished: newCids.filter((cid) => open.get(cid) !== 1),
    unlisted: [...oldCids, ...newCids].filter((cid) => named.get(cid) !== 1),
  };
}

/** The verdict of a hand-over without any fault. */
export const handedOver = (total: number): HandOverVerdict => ({
  total,
  lost: [],
  twice: [],
  unconfirmed: [],
  kept: [],
  exposed: [],
  unpublished: [],
  unlisted: [],
});

type Found = Exclude<keyof HandOverVerdict, 'total'>;
type Row = HandOverState['rows'][number];

/** Each fault alone, and what of the verdict has to name it. */
const FAULTS: Record<string, { finds: Found; spoil(state: HandOverState, row: Row): void }> = {
  'a row is gone': {
    finds: 'lost',
    spoil: (state, row) => state.rows.splice(state.rows.indexOf(row), 1),
  },
  'a row is there twice': { finds: 'twice', spoil: (state, row) => state.rows.push({ ...row }) },
  'a row is one state short': { finds: 'unconfirmed', spoil: (_, row) => (row.state = 'REKEYED') },
  'a share is left': { finds: 'kept', spoil: (state, row) => state.shares.push(row.id) },
  'an old record is left': { finds: 'kept', spoil: (_, row) => (row.hasRecord = true) },
  'an old block is public': { finds: 'exposed', spoil: (state, row) => state.published.push(row.oldCid) },
  'a new block is not': {
    finds: 'unpublished',
    spoil: (state, row) => state.published.splice(state.published.indexOf(row.newCid ?? ''), 1),
  },
  'a CID is not listed': {
    finds: 'unlisted',
    spoil: (state, row) => state.listed.splice(state.listed.indexOf(row.oldCid), 1),
  },
  'a CID is listed twice': { finds: 'unlisted', spoil: (state, row) => state.listed.push(row.oldCid) },
};

/** Spoils this very state in every way and tells which faults the checker did not find, or not alone; empty is good. */
export function missedHandOverFaults(state: HandOverState, given: readonly string[]): string[] {
  return Object.entries(FAULTS)
    .filter(([, { finds, spoil }]) => {
      const spoilt = structuredClone(state);
      const row = spoilt.rows[Math.floor(spoilt.rows.length / 2)];
      if (row === undefined) return true;
      spoil(spoilt, row);
      const { total: _, ...found } = judgeHandOver(spoilt, given);
      const named = Object.entries(found).filter(([, list]) => list.length > 0);
      // A row that is there twice has its CIDs twice too; they are looked up, not counted, by row.
      return named.length !== 1 || named[0]?.[0] !== finds;
    })
    .map(([name]) => name);
}

function countOf(list: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

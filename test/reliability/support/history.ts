/** What happened in a run, in the order in which the run saw it. One stream is one sender to one receiver. */
export interface History {
  /** The sender was told that this message is taken: from here on it may not be lost. */
  acknowledged(stream: string, message: string): void;
  /** The receiver has it in front of a person; every time it is shown is noted. */
  visible(stream: string, message: string): void;
  /** Names a message that was tried and never acknowledged: it may arrive or not. */
  attempted(stream: string, message: string): void;
  read(): RecordedHistory;
}

/** A history at rest. */
export interface RecordedHistory {
  acknowledged: Map<string, string[]>;
  visible: Map<string, string[]>;
  attempted: Map<string, Set<string>>;
}

/** What a checker found; every list is empty in a good run. */
export interface Verdict {
  /** Messages that were acknowledged, over all streams. */
  total: number;
  lost: string[];
  twice: string[];
  /** Seen after a message that was acknowledged later than it. */
  outOfOrder: string[];
  /** Seen, and never sent by anybody. */
  invented: string[];
}

/** An empty history. */
export function createHistory(): History {
  const recorded: RecordedHistory = { acknowledged: new Map(), visible: new Map(), attempted: new Map() };
  const add = (into: Map<string, string[]>, stream: string, message: string) => {
    const list = into.get(stream);
    if (list === undefined) into.set(stream, [message]);
    else list.push(message);
  };
  return {
    acknowledged: (stream, message) => add(recorded.acknowledged, stream, message),
    visible: (stream, message) => add(recorded.visible, stream, message),
    attempted(stream, message) {
      const known = recorded.attempted.get(stream) ?? new Set();
      recorded.attempted.set(stream, known.add(message));
    },
    read: () => recorded,
  };
}

/** Decides about a finished run: nothing acknowledged is lost, nothing is seen twice, each stream keeps its order. */
export function judge({ acknowledged, visible, attempted }: RecordedHistory): Verdict {
  const verdict: Verdict = { total: 0, lost: [], twice: [], outOfOrder: [], invented: [] };
  for (const stream of new Set([...acknowledged.keys(), ...visible.keys()])) {
    const sent = acknowledged.get(stream) ?? [];
    const seen = visible.get(stream) ?? [];
    verdict.total += sent.length;
    const places = new Map(sent.map((message, place) => [message, place]));
    const name = (message: string) => `${stream}/${message}`;
    const counts = new Map<string, number>();
    let last = -1;
    for (const message of seen) {
      const times = (counts.get(message) ?? 0) + 1;
      counts.set(message, times);
      if (times === 2) verdict.twice.push(name(message));
      const place = places.get(message);
      if (place === undefined) {
        if (attempted.get(stream)?.has(message) !== true) verdict.invented.push(name(message));
      } else if (times === 1) {
        if (place < last) verdict.outOfOrder.push(name(message));
        last = Math.max(last, place);
      }
    }
    verdict.lost.push(...sent.filter((message) => !counts.has(message)).map(name));
  }
  return verdict;
}

/** The verdict of a run without any fault over `total` acknowledged messages. */
export const faultless = (total: number): Verdict => ({
  total,
  lost: [],
  twice: [],
  outOfOrder: [],
  invented: [],
});

type Fault = 'drop' | 'duplicate' | 'reorder' | 'invent';

/** A copy of a good history with one fault in it, which `judge` must find. */
export function withFault(history: RecordedHistory, fault: Fault): RecordedHistory {
  const stream = [...history.visible].find(([, seen]) => seen.length >= 2)?.[0];
  if (stream === undefined) throw new Error('There is nothing in this history to spoil.');
  const seen = [...(history.visible.get(stream) ?? [])];
  const at = Math.floor(seen.length / 2);
  if (fault === 'drop') seen.splice(at, 1);
  if (fault === 'duplicate') seen.push(seen[at] as string);
  if (fault === 'reorder') seen.splice(at - 1, 2, seen[at] as string, seen[at - 1] as string);
  if (fault === 'invent') seen.push('nobody-sent-this');
  return { ...history, visible: new Map(history.visible).set(stream, seen) };
}

const EXPECTED = { drop: 'lost', duplicate: 'twice', reorder: 'outOfOrder', invent: 'invented' } as const;

/** Spoils this very history in every way and tells which faults the checker did not find; empty is good. */
export function missedFaults(history: RecordedHistory): string[] {
  const faults = Object.keys(EXPECTED) as Fault[];
  return faults.filter((fault) => {
    const verdict = judge(withFault(history, fault));
    const others = Object.values(EXPECTED).filter((list) => list !== EXPECTED[fault]);
    return verdict[EXPECTED[fault]].length !== 1 || others.some((list) => verdict[list].length > 0);
  });
}

import type { ContractStatus, EventState } from '../api/decentrl-rpc.ts';
import type { PopupChange, PopupTopic } from '../api/popup/topics.ts';
import type { Timers } from '../platform/timers.ts';
import type { MessageRecord } from './records/message-record.ts';

/** What happened in the domain, for the sites that may hear of it. Filtered by grants before it leaves. */
export type DomainEvent =
  | {
      kind: 'contract';
      identityIndex: number;
      peerSigningKey: string;
      peerDid: string;
      /** The relationship, null before there is one. */
      conversationId: string | null;
      requestId: string | null;
      /** Site that opened it, null when the person did. */
      origin: string | null;
      status: ContractStatus | 'renewed';
    }
  | { kind: 'state'; eventId: string; origin: string; state: EventState }
  | { kind: 'event'; conversationId: string; cursor: number; message: MessageRecord }
  | { kind: 'gap'; conversationId: string; from: number; to: number };

/** Tells listeners of this worker what changed. Nothing is kept: who was away asks again. */
export interface Changes {
  popup(...topics: PopupTopic[]): void;
  domain(event: DomainEvent): void;
  onPopup(listener: (change: PopupChange) => void): () => void;
  onDomain(listener: (event: DomainEvent) => void): () => void;
}

/** Between two pushes to the popup; each makes it read its lists again, which a burst of messages would do all the time. */
const QUIET_MS = 200;

/**
 * Makes the emitter. Popup topics of one turn are pushed together, what follows within 200 ms after that; a listener that
 * throws does not stop the others.
 */
export function createChanges(timers: Pick<Timers, 'setTimeout'>): Changes {
  const popupListeners = new Set<(change: PopupChange) => void>();
  const domainListeners = new Set<(event: DomainEvent) => void>();
  let collected = new Set<PopupTopic>();
  let isPushing = false;

  function tell<T>(listeners: Set<(value: T) => void>, value: T): void {
    for (const listener of listeners) {
      try {
        listener(value);
      } catch {
        // A port that died; its owner removes the listener.
      }
    }
  }

  function subscribe<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function push(): void {
    isPushing = collected.size > 0;
    if (!isPushing) return;
    const change = { topics: [...collected] };
    collected = new Set();
    tell(popupListeners, change);
    timers.setTimeout(push, QUIET_MS);
  }

  return {
    popup(...topics) {
      for (const topic of topics) collected.add(topic);
      if (!isPushing) queueMicrotask(push);
      isPushing = true;
    },
    domain: (event) => tell(domainListeners, event),
    onPopup: (listener) => subscribe(popupListeners, listener),
    onDomain: (listener) => subscribe(domainListeners, listener),
  };
}

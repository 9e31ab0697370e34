import type { PendingEvent } from '../../lib/protocol/commands.ts';
import type { ServerFrame } from '../../lib/protocol/socket-frames.ts';

/** One connection that gets the hints of a DID. */
export interface Listener {
  /** Best effort: a hint may be lost, the truth is the query (T-45). */
  send(text: string): void;
  /** Closes this one in favour of a newer. */
  closeReplaced(): void;
}

export interface Hub {
  /** Adds a listener of a DID; beyond `limit` the oldest is closed, so that dead sockets never lock a person out. */
  add(did: string, listener: Listener, limit: number): void;
  remove(did: string, listener: Listener): void;
  pendingEvents(did: string, events: PendingEvent[]): void;
  pendingRequests(did: string, count: number): void;
  contractsChanged(did: string): void;
}

/** Who is connected, by exact DID, and the hints they get (protocol.md §5.13). */
export function createHub(frameBytes: number): Hub {
  const listeners = new Map<string, Set<Listener>>();

  function send(did: string, frame: () => ServerFrame): void {
    const set = listeners.get(did);
    if (!set) return;
    const text = JSON.stringify(frame());
    for (const listener of set) listener.send(text);
  }

  return {
    add(did, listener, limit) {
      const set = listeners.get(did) ?? new Set();
      listeners.set(did, set);
      set.add(listener);
      for (const oldest of set) {
        if (set.size <= limit) break;
        set.delete(oldest);
        oldest.closeReplaced();
      }
    },
    remove(did, listener) {
      const set = listeners.get(did);
      if (set?.delete(listener) && set.size === 0) listeners.delete(did);
    },
    pendingEvents: (did, events) =>
      send(did, () => ({ type: 'PENDING_EVENTS', events: headWithin(events, frameBytes) })),
    pendingRequests: (did, count) => send(did, () => ({ type: 'PENDING_CONTRACT_REQUESTS', count })),
    contractsChanged: (did) => send(did, () => ({ type: 'CONTRACTS_CHANGED' })),
  };
}

/** As many of the first events as fit into a frame: a hint need not be complete. */
function headWithin(events: PendingEvent[], frameBytes: number): PendingEvent[] {
  let left = frameBytes - 1_024;
  return events.filter((event) => {
    left -= event.payload.length + event.sender_did.length + 128;
    return left >= 0;
  });
}

import type { Runtime } from 'webextension-polyfill';

/** A port whose first messages wait for a listener. */
export interface EarlyPort {
  readonly name: string;
  readonly sender: Runtime.MessageSender | undefined;
  postMessage(message: unknown): void;
  disconnect(): void;
  readonly onDisconnect: { addListener(listener: () => void): void };
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
}

/**
 * Wraps a port at the moment it connects, when the worker that just woke has nobody yet who could listen: what the other
 * side says first, and that it went away, is kept for the first listener (`security.md` L-11).
 */
export function earlyPort(port: Runtime.Port): EarlyPort {
  const early: unknown[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const goneListeners: (() => void)[] = [];
  let gone = false;
  port.onMessage.addListener((message: unknown) => {
    if (listeners.length === 0) early.push(message);
    for (const listener of listeners) listener(message);
  });
  port.onDisconnect.addListener(() => {
    gone = true;
    for (const listener of goneListeners) listener();
  });
  return {
    name: port.name,
    sender: port.sender,
    postMessage: (message) => port.postMessage(message),
    disconnect: () => port.disconnect(),
    onDisconnect: {
      addListener(listener) {
        goneListeners.push(listener);
        if (gone) listener();
      },
    },
    onMessage: {
      addListener(listener) {
        listeners.push(listener);
        for (const message of early.splice(0)) listener(message);
      },
    },
  };
}

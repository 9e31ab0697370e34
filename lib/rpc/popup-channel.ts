import type { PopupChange } from './popup-rpc.ts';
import { assertOwnPage, type MessageSender, type OwnExtension } from './sender.ts';

/** What the channel needs of a browser's port. */
export interface PopupPort {
  readonly name: string;
  readonly sender?: MessageSender | undefined;
  postMessage(message: PopupChange): void;
  disconnect(): void;
  readonly onDisconnect: { addListener(listener: () => void): void };
}

export interface PopupChannel {
  /** Takes over a port named `popup` of one of our own pages and closes a stranger's; false for ports of other names. */
  accept(port: PopupPort): boolean;
  /** Tells every open popup what to fetch again. */
  push(change: PopupChange): void;
}

/** Makes a channel without ports; popups connect again after a wake. */
export function createPopupChannel(own: OwnExtension): PopupChannel {
  const ports = new Set<PopupPort>();
  return {
    accept(port) {
      if (port.name !== 'popup') return false;
      try {
        assertOwnPage(port.sender ?? {}, own);
        ports.add(port);
        port.onDisconnect.addListener(() => ports.delete(port));
      } catch {
        port.disconnect();
      }
      return true;
    },
    push(change) {
      for (const port of ports) {
        try {
          port.postMessage(change);
        } catch {
          ports.delete(port);
        }
      }
    },
  };
}

import { portEvent } from '../page-messages.ts';
import { shareName } from '../share-name.ts';

/**
 * Shares a name with the provider in the page's world at document_start, before any script of the page runs. When the
 * provider calls it, at the page's first use, a private channel is made: one end goes to the provider, the other to `start`.
 */
export function offerPort(start: (port: MessagePort) => void): void {
  const name = shareName();
  const open = () => {
    const { port1, port2 } = new MessageChannel();
    start(port1);
    dispatchEvent(new MessageEvent(portEvent(name), { ports: [port2] }));
  };
  addEventListener(name, open, { once: true });
}

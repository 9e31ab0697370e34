import { OFFER_EVENT, portEvent, READY_EVENT } from '../../provider/page-messages.ts';

/**
 * Tells the provider in the page's world a name at document_start, before any script of the page runs. When it is called,
 * at the page's first use, a private channel is made: one end goes to the provider, the other to `start`.
 */
export function offerPort(start: (port: MessagePort) => void): void {
  const name = crypto.randomUUID();
  const open = () => {
    const { port1, port2 } = new MessageChannel();
    start(port1);
    dispatchEvent(new MessageEvent(portEvent(name), { ports: [port2] }));
  };
  addEventListener(name, open, { once: true });
  const offer = () => !dispatchEvent(new CustomEvent(OFFER_EVENT, { detail: name, cancelable: true }));
  if (!offer()) addEventListener(READY_EVENT, offer, { once: true });
}

import { PORT_EVENT, READY_EVENT } from '../../provider/page-messages.ts';

/** Hands one end of a private channel to the provider in the page's world, at document_start; gives the other end. */
export function offerPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const offer = () => !dispatchEvent(new MessageEvent(PORT_EVENT, { ports: [port2], cancelable: true }));
  if (!offer()) addEventListener(READY_EVENT, offer, { once: true });
  return port1;
}

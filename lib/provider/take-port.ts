import type { FromPage } from './page-messages.ts';
import { PORT_EVENT, READY_EVENT } from './page-messages.ts';
import { call, dataOf, postMessage } from './primordials.ts';

/**
 * Takes the port the relay offers, by synchronous events at document_start, whichever of the two scripts runs first:
 * `window.postMessage` would hand it to the page as well (platform-facts.md). The first port wins; gives the way to send.
 */
export function takePort(receive: (message: unknown) => void): (message: FromPage) => boolean {
  let port: MessagePort | undefined;
  const take = (event: MessageEvent) => {
    removeEventListener(PORT_EVENT, take as EventListener);
    event.preventDefault();
    event.stopImmediatePropagation();
    port = event.ports[0];
    if (port !== undefined) port.onmessage = (message) => receive(dataOf(message));
  };
  addEventListener(PORT_EVENT, take as EventListener);
  dispatchEvent(new Event(READY_EVENT));
  return (message) => {
    if (port === undefined) return false;
    call(postMessage, port, [message]);
    return true;
  };
}

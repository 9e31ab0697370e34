import type { FromPage } from './page-messages.ts';
import { OFFER_EVENT, portEvent, READY_EVENT } from './page-messages.ts';
import {
  addListener,
  call,
  dataOf,
  dispatchEvent,
  NativeEvent,
  portOf,
  postMessage,
  setOnMessage,
} from './primordials.ts';

/**
 * Takes the name the relay offers, by synchronous events at document_start, whichever of the two scripts runs first, and
 * with it the port, the first time something is sent: `window.postMessage` would hand it to the page as well
 * (platform-facts.md), and a channel for every page would cost every page. The first name wins; gives the way to send.
 */
export function takePort(receive: (message: unknown) => void): (message: FromPage) => boolean {
  let name: string | undefined;
  let port: MessagePort | undefined;

  const takeName = (event: CustomEvent<string>) => {
    removeEventListener(OFFER_EVENT, takeName as EventListener);
    event.preventDefault();
    event.stopImmediatePropagation();
    name = event.detail;
  };
  addEventListener(OFFER_EVENT, takeName as EventListener);
  call(dispatchEvent, window, [new NativeEvent(READY_EVENT)]);

  const openPort = () => {
    if (name === undefined) return;
    const take = (event: MessageEvent) => {
      port = portOf(event);
      if (port !== undefined) call(setOnMessage, port, [(message: MessageEvent) => receive(dataOf(message))]);
    };
    call(addListener, window, [portEvent(name), take, { once: true }]);
    call(dispatchEvent, window, [new NativeEvent(name)]);
    name = undefined;
  };

  return (message) => {
    openPort();
    if (port === undefined) return false;
    call(postMessage, port, [message]);
    return true;
  };
}

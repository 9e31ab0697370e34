import type { FromPage } from './page-messages.ts';
import { portEvent } from './page-messages.ts';
import {
  addListener,
  call,
  dataOf,
  dispatchEvent,
  NativeMessageEvent,
  portOf,
  postMessage,
  setOnMessage,
} from './primordials.ts';
import { shareName } from './share-name.ts';

/**
 * Takes the relay's port by a private name, by synchronous events the first time something is sent:
 * `window.postMessage` would hand it to the page as well (browsers.md *Messaging between worlds*), and a channel for every
 * page would cost every page. Called at document_start, before any script of the page runs; gives the way to send.
 */
export function takePort(receive: (message: unknown) => void): (message: FromPage) => boolean {
  let name: string | undefined = shareName();
  let port: MessagePort | undefined;

  const openPort = () => {
    if (name === undefined) return;
    const take = (event: MessageEvent) => {
      port = portOf(event);
      if (port !== undefined) call(setOnMessage, port, [(message: MessageEvent) => receive(dataOf(message))]);
    };
    call(addListener, window, [portEvent(name), take, { once: true }]);
    call(dispatchEvent, window, [new NativeMessageEvent(name)]);
    name = undefined;
  };

  return (message) => {
    openPort();
    if (port === undefined) return false;
    call(postMessage, port, [message]);
    return true;
  };
}

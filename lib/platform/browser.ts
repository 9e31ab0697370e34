import type { Browser } from 'webextension-polyfill';

/**
 * The WebExtension interface with promises, for the background and the popup; content scripts take the native one. Both
 * browsers have it themselves (Firefox always, Chromium since 148, our `minimum_chrome_version`), so that the polyfill,
 * which would hand out this very object, only lends its types.
 */
export const browser = Reflect.get(globalThis, 'browser') as Browser;

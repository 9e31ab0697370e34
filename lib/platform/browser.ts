/** The WebExtension interface with promises in both browsers, for the background and the popup; content scripts take the native one. */
export { default as browser } from 'webextension-polyfill';

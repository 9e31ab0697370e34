/**
 * What the provider uses of the page's world, taken at document_start, before any script of the page runs. A page that
 * later replaces `Promise.prototype.then` or `JSON.stringify` changes what it calls itself, not this (security.md T-19).
 */
const { apply, getOwnPropertyDescriptor } = Reflect;

/** `method.apply(target, args)`, by a reference nobody can replace. */
export const call = apply as <T>(
  method: (...args: never[]) => T,
  target: unknown,
  args: readonly unknown[],
) => T;

export const { create, defineProperty, freeze, hasOwn } = Object;
export const { stringify } = JSON;
export const NativePromise = Promise;
export const NativeError = Error;
export const NativeSet = Set;
export const { add: addToSet, delete: deleteFromSet, forEach: forEachOfSet } = Set.prototype;
export const { postMessage } = MessagePort.prototype;
export const { dispatchEvent, addEventListener: addListener } = EventTarget.prototype;
export const NativeMessageEvent = MessageEvent;
export const NativeCustomEvent = CustomEvent;
export const report = globalThis.reportError;

const cryptoObject = crypto;
const { randomUUID } = cryptoObject;
const accessors = (prototype: object, name: string) => getOwnPropertyDescriptor(prototype, name) ?? {};
const readData = accessors(NativeMessageEvent.prototype, 'data').get as () => unknown;
const readPorts = accessors(NativeMessageEvent.prototype, 'ports').get as () => readonly MessagePort[];

/** A random id (122 bits). */
export const randomId = (): string => call(randomUUID, cryptoObject, []);

/** Sets `port.onmessage`, which also starts the port. */
export const setOnMessage = accessors(MessagePort.prototype, 'onmessage').set as (
  listener: (event: MessageEvent) => void,
) => void;

/** The first of `event.ports`. */
export const portOf = (event: MessageEvent): MessagePort | undefined => call(readPorts, event, [])[0];

/** `event.data`, by the browser's own getter. */
export const dataOf = (event: MessageEvent): unknown => call(readData, event, []);

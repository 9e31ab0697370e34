/** Pieces of the parameter schemas. Lengths are in UTF-16 units unless the name says otherwise. Objects keep known members only: a page's `origin` or `url` is dropped unread (security.md T-06). */
import * as v from 'valibot';
import type { JsonValue } from '../../../api/decentrl-rpc.ts';

/** Text of at most `max` units and at least `min`. */
export const text = (max: number, min = 0) => v.pipe(v.string(), v.minLength(min), v.maxLength(max));

/** Any DID, at most 2,048 characters (protocol.md §2.2); its grammar is checked where it is used. */
export const did = v.pipe(v.string(), v.startsWith('did:'), v.maxLength(2_048));

/** A wallet address, in lower case: any mix of cases is taken (provider-api.md *Methods*). */
export const address = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-fA-F]{40}$/, 'must be 0x and 40 hex digits'),
  v.transform((text) => text.toLowerCase()),
);

/** The chain a wallet is meant on when a site does not say. */
export const DEFAULT_CHAIN = 137;

/** Number of an EVM chain. */
export const chainId = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** `0x` and at most `max` bytes in hex, at least one. */
export const hexBytes = (max: number) =>
  v.pipe(v.string(), v.maxLength(2 + 2 * max), v.regex(/^0x([0-9a-fA-F]{2})+$/, 'must be bytes in hex'));

/** An opaque id that the companion gave out. */
export const id = text(256, 1);

/** Of a method about one relationship. */
export const contractId = v.object({ contractId: id });

/** Whole seconds since 1970; a value over 1e11 is milliseconds by mistake and refused (protocol.md §1.5). */
export const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1e11));

/** A position in the local history. */
export const cursor = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** How many items a page of results holds, 1 to 100. */
export const limit = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100));

const EVENT_TYPE = /^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,127}$/;
const EVENT_TYPE_PATTERN = /^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,125}(\.\*)?$/;

/** An exact event type: `chat.message`. */
export const eventType = v.pipe(v.string(), v.regex(EVENT_TYPE, 'must be a type such as chat.message'));

/** An exact event type or `prefix.*`. */
export const eventTypePattern = v.pipe(
  v.string(),
  v.regex(EVENT_TYPE_PATTERN, 'must be a type such as chat.message or chat.*'),
);

/** At most 32 of those. */
export const eventTypes = v.pipe(v.array(eventTypePattern), v.maxLength(32));

/** A tag as protocol.md §6.7 allows it: at most 256 bytes of these characters, or a template such as `chat.${chatId}`. */
export const tag = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9._:$@#/{}-]{1,256}$/, 'has characters a tag cannot have'),
);

/** At most 16 tags. */
export const tags = v.pipe(v.array(tag), v.maxLength(16));

/** Whatever JSON.parse gave; its depth and keys were checked when it was read (`wire.ts`). */
export const json = v.custom<JsonValue>((value) => value !== undefined, 'must be JSON');

/** For methods without parameters: what comes along is dropped. */
export const none = v.pipe(
  v.unknown(),
  v.transform(() => undefined),
);

const grantName = v.picklist([
  'decentrl_identities',
  'decentrl_contracts',
  'decentrl_events',
  'dmtp_send',
  'dmtp_read',
]);

/** Grants by name, at least one, each with its caveats by type (EIP-2255); what a caveat is worth is checked where it is used. */
export const permissionRequest = v.pipe(
  v.record(grantName, v.record(text(64, 1), json)),
  v.check((value) => Object.keys(value).length > 0, 'must name at least one permission'),
);

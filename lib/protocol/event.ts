import * as v from 'valibot';
import { base64urlEncode } from '../crypto/base64url.ts';
import { hex, randomBytes } from '../crypto/bytes.ts';
import type { JsonValue } from '../crypto/canonical.ts';
import { parseJson } from '../crypto/canonical.ts';
import { assertJson, CONTENT_JSON } from '../crypto/json-value.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { refusing } from './protocol-error.ts';
import { LIMITS } from './wire.ts';

/** What our own events carry beside type and data (protocol.md §6.1). */
export interface EventMeta {
  /** Id of the event, unique per sender; kept through every re-enveloping. */
  id: string;
  /** Hex of 8 random bytes of the sending device. */
  dev: string;
  /** From 1 per (contract, device). */
  seq: number;
  /** Hex SHA-256 of that device's previous canonical signed envelope; null for its first. */
  prev: string | null;
  /** Plain tags; the receiver makes blobs of its own of them. */
  tags: string[];
}

/** `{type, data, meta?}`; members unknown to us are kept as received. */
export interface ProtocolEvent {
  type: string;
  data: JsonValue;
  meta?: EventMeta;
}

const metaSchema = v.looseObject({
  id: field.id,
  dev: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  prev: v.nullable(field.hash),
  tags: field.plainTags,
});

const eventSchema = v.looseObject({
  type: v.pipe(v.string(), v.regex(new RegExp(`^[\\x21-\\x7e]{1,${LIMITS.eventTypeLength}}$`))),
  data: v.custom<JsonValue>((value) => value !== undefined),
  meta: v.optional(metaSchema),
});

/** The event inside an envelope's text; throws `ProtocolError` for what is no event or outside the JSON limits (depth 32, 256 keys). */
export function parseEvent(text: string): ProtocolEvent {
  const value = refusing(() => {
    const parsed = parseJson(text);
    assertJson(parsed, CONTENT_JSON);
    return parsed;
  }, 'event');
  return parseShape(eventSchema, value, 'event') as ProtocolEvent;
}

/** The text an envelope carries for an event; throws `ProtocolError('event')` where `parseEvent` would refuse it. */
export function formatEvent(event: ProtocolEvent): string {
  refusing(() => assertJson(event, CONTENT_JSON), 'event');
  const text = JSON.stringify(event);
  parseEvent(text);
  return text;
}

/** A new event id: 16 random bytes, base64url. */
export function newEventId(): string {
  return base64urlEncode(randomBytes(16));
}

/** A new device id: 8 random bytes, hex. */
export function newDeviceId(): string {
  return hex(randomBytes(8));
}

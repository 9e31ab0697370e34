import type { Refusal } from '../errors/refusal.ts';

/** Every endpoint may be read from any origin, without credentials: what protects it is signatures, not cookies. */
export const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'retry-after',
};

const HEADERS = {
  ...CORS,
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** A JSON reply with the headers every one has. */
export function jsonReply(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { ...HEADERS, ...headers } });
}

/** The one shape of SUCCESS. `now` in milliseconds. */
export function successReply(payload: object, now: number): Response {
  return jsonReply({ type: 'SUCCESS', payload, timestamp: now });
}

/** The one shape of ERROR. `now` in milliseconds. */
export function errorReply(refusal: Refusal, now: number): Response {
  const { code, message, retryAfterMs } = refusal;
  const body = { type: 'ERROR', code, message, timestamp: now };
  if (retryAfterMs === undefined) return jsonReply(body, refusal.status, closing(refusal));
  const headers = { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  return jsonReply({ ...body, retry_after_ms: retryAfterMs }, refusal.status, headers);
}

function closing({ code }: Refusal): Record<string, string> {
  return code === 'PAYLOAD_TOO_LARGE' ? { connection: 'close' } : {};
}

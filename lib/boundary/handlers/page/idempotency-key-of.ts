/** The key that makes a request of a page one: its own, or the id under which the relay asks again after the worker died. */
export function idempotencyKeyOf({ idempotencyKey }: { idempotencyKey?: string }, requestId: string): string {
  return idempotencyKey === undefined ? `call:${requestId}` : `page:${idempotencyKey}`;
}

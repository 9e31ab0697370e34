import { hash } from 'node:crypto';

/** What the client gave an id to. `SEND_EVENT` and `SEND_EVENTS` share one name space. */
export type AcceptedKind = 'event' | 'request' | 'deleted';

/** A client's id within (signing key, recipient, kind), and the bytes it stands for. */
export interface ClientId {
  kind: AcceptedKind;
  signingKey: string;
  recipient: string;
  id: string;
  /** The bytes that came with it; other bytes under the same id are a conflict. */
  content: string;
}

/** What a client's id is remembered by: 16 bytes of a hash over everything but the content. */
export function clientIdKey({ kind, signingKey, recipient, id }: ClientId): Buffer {
  return hash('sha256', `${kind}\0${signingKey}\0${recipient}\0${id}`, 'buffer').subarray(0, 16);
}

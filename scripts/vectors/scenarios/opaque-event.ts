import { base64Encode } from '../../../lib/crypto/base64.ts';
import { seededBytes } from '../support/seeded-bytes.ts';

/** Something that looks like a ciphertext of 45 bytes, for an id. Mediators cannot open it, so it need not be one. */
export const ciphertextOf = (id: string): string => base64Encode(seededBytes(`ciphertext ${id}`, 45));

/** Something that looks like an encrypted tag. */
export const tagOf = (name: string): string => base64Encode(seededBytes(`tag ${name}`, 64));

/** An event on its way, as a member of `SEND_EVENTS`. */
export const eventOf = (id: string, content = id) => ({ id, payload: ciphertextOf(content) });

/** `SEND_EVENT` of an id; `content` makes other bytes under it. */
export const sendEvent = (id: string, content = id) => ({ type: 'SEND_EVENT', ...eventOf(id, content) });

/** `SEND_EVENTS` of some ids. */
export const sendEvents = (...ids: string[]) => ({
  type: 'SEND_EVENTS',
  events: ids.map((id) => eventOf(id)),
});

/** An own event, as a member of `SAVE_EVENTS`. */
export const ownEvent = (id: string, ...tags: string[]) => ({
  id,
  payload: ciphertextOf(id),
  tags: tags.map(tagOf),
});

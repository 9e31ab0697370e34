/** What is kept among the own stored events of a message given to an escrow: everything else follows from the signed message. */
import * as v from 'valibot';
import type { JsonValue } from '../../crypto/json-value.ts';
import * as field from '../../protocol/fields.ts';
import { type HeldRecord, parseHeldRecord, recordCid } from '../../protocol/held-record.ts';
import { type InnerMessage, verifyInner } from '../../protocol/inner-message.ts';
import { parseShape } from '../../protocol/parse-shape.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';

const schema = v.object({
  dev: v.string(),
  inner: v.unknown(),
  record: v.unknown(),
  cid: field.rawCid,
  escrow: field.mediatorDid,
  not_after: field.seconds,
  tags: field.plainTags,
  origin: v.nullable(v.string()),
});

export interface OwnHeldSent {
  /** The device that sends it. */
  dev: string;
  inner: InnerMessage;
  /** What the escrow holds; null when both did not fit, and then only the re-encrypted one can be proven here. */
  record: HeldRecord | null;
  cid: string;
  escrow: string;
  /** Whole seconds. */
  notAfter: number;
  tags: string[];
  origin: string | null;
}

/** The forms in which it is kept, the whole first: without the record, which is larger than the message, it may still fit. */
export function ownHeldSentForms(sent: OwnHeldSent): JsonValue[] {
  const { dev, inner, record, cid, escrow, notAfter, tags, origin } = sent;
  const data = { dev, inner, record, cid, escrow, not_after: notAfter, tags, origin };
  return [data, { ...data, record: null }] as unknown as JsonValue[];
}

/** The same read back, of a message that this identity signed. Throws ProtocolError. */
export async function parseOwnHeldSent(data: JsonValue, signingKey: string): Promise<OwnHeldSent> {
  const given = parseShape(schema, data, 'own-held-sent');
  const { inner, author } = await verifyInner(given.inner);
  if (author.signingKeyMultibase !== signingKey)
    throw new ProtocolError('own-held-sent', 'a message of somebody else');
  const record = given.record === null ? null : parseHeldRecord(given.record);
  if (record !== null && recordCid(record) !== given.cid)
    throw new ProtocolError('cid', 'the record is not the one of the CID');
  const { dev, cid, escrow, tags, origin, not_after: notAfter } = given;
  return { dev, inner, record, cid, escrow, notAfter, tags, origin };
}

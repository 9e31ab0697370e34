/** What is kept among the own stored events of a message that came to a wallet of ours. */
import * as v from 'valibot';
import type { JsonValue } from '../../crypto/json-value.ts';
import type { ParsedDid } from '../../protocol/did.ts';
import * as field from '../../protocol/fields.ts';
import { type HeldRecord, parseHeldRecord, recordCid } from '../../protocol/held-record.ts';
import { type InnerMessage, verifyInner } from '../../protocol/inner-message.ts';
import { parseShape } from '../../protocol/parse-shape.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';

const schema = v.object({
  inner: v.unknown(),
  record: v.unknown(),
  cid: field.rawCid,
  escrow: field.mediatorDid,
});

export interface OwnHeldReceived {
  inner: InnerMessage;
  author: ParsedDid;
  /** What the escrow held; null when both did not fit. */
  record: HeldRecord | null;
  cid: string;
  escrow: string;
}

/** The forms in which it is kept, the whole first. */
export function ownHeldReceivedForms(
  { inner, record, cid }: Omit<OwnHeldReceived, 'escrow'>,
  escrow: string,
): JsonValue[] {
  const data = { inner, record, cid, escrow };
  return [data, { ...data, record: null }] as unknown as JsonValue[];
}

/** The same read back, with the author whose signature it has. Throws ProtocolError. */
export async function parseOwnHeldReceived(data: JsonValue): Promise<OwnHeldReceived> {
  const { cid, escrow, ...given } = parseShape(schema, data, 'own-held-received');
  const { inner, author } = await verifyInner(given.inner);
  const record = given.record === null ? null : parseHeldRecord(given.record);
  if (record !== null && recordCid(record) !== cid)
    throw new ProtocolError('cid', 'the record is not the one of the CID');
  return { inner, author, record, cid, escrow };
}

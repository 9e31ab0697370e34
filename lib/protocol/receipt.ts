import * as v from 'valibot';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';

const receiptSchema = v.strictObject({
  ids: field.someOf(field.id),
  state: v.picklist(['delivered', 'read']),
});

/** The `data` of a `decentrl.receipt` event: event ids and how far they got (protocol.md §6.9). */
export type Receipt = v.InferOutput<typeof receiptSchema>;

/** Any JSON as a receipt; throws `ProtocolError('receipt')`. */
export function parseReceipt(data: unknown): Receipt {
  return parseShape(receiptSchema, data, 'receipt');
}

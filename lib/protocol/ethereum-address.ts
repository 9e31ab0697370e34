import type { Bytes } from '../crypto/bytes.ts';
import { hexDecode } from '../crypto/bytes.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';

/** The 20 bytes of a lower-case `0x…` address; throws `ProtocolError('address')`. */
export function addressBytes(address: string): Bytes {
  return hexDecode(parseShape(field.address, address, 'address').slice(2));
}

import { base64Decode, base64Encode } from '../../../lib/crypto/base64.ts';

/** Base64 of the same bytes with the lowest bit of one changed; `at` counts from the end where it is negative. */
export function flipBit(base64: string, at: number): string {
  const bytes = base64Decode(base64);
  const place = at < 0 ? bytes.length + at : at;
  return base64Encode(bytes.map((byte, index) => (index === place ? byte ^ 1 : byte)));
}

import { type Bytes, concatBytes, hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { keccak256 } from '../../../lib/crypto/hash.ts';
import type { AddressBinding } from '../../../lib/protocol/binding.ts';
import type { Members } from './vector-file.ts';

const DOMAIN = 'EIP712Domain(string name,string version,uint256 chainId)';
const TYPES = {
  binding: 'Binding(address wallet,string did,string escrow,string nonce,uint256 issuedAt,uint256 expiresAt)',
  revocation: 'Revocation(address wallet,string did,string escrow,string nonce)',
};

const word = (value: number | string): Bytes =>
  hexDecode((typeof value === 'number' ? value.toString(16) : value).padStart(64, '0'));
const hashed = (text: string): Bytes => keccak256(utf8(text));

/** The digest that a wallet signs, step by step and without any library for typed data (EIP-712). */
export function eip712Steps(
  what: keyof typeof TYPES,
  { wallet, did, escrow, nonce, issuedAt, expiresAt }: AddressBinding,
  chainId: number,
): Members & { digest_hex: string } {
  const name = hashed('Decentrl Address Binding');
  const domain = concatBytes(hashed(DOMAIN), name, hashed('1'), word(chainId));
  const domainSeparator = keccak256(domain);
  const type = TYPES[what];
  const texts = [did, escrow, nonce].map(hashed);
  const times = what === 'binding' ? [word(issuedAt), word(expiresAt)] : [];
  const struct = concatBytes(hashed(type), word(wallet.slice(2)), ...texts, ...times);
  const structHash = keccak256(struct);
  const signed = concatBytes(Uint8Array.of(0x19, 0x01), domainSeparator, structHash);
  return {
    domain_type: DOMAIN,
    domain_hex: hex(domain),
    domain_separator_hex: hex(domainSeparator),
    struct_type: type,
    struct_hex: hex(struct),
    struct_hash_hex: hex(structHash),
    signed_hex: hex(signed),
    digest_hex: hex(keccak256(signed)),
  };
}

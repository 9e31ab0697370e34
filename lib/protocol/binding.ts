import * as v from 'valibot';
import { equalBytes } from '../crypto/bytes.ts';
import type { Signer } from '../crypto/signature.ts';
import { type ParsedDid, parseDid, verifierOf } from './did.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError } from './protocol-error.ts';
import { assertSigner, signObject, verifyObject } from './signed-object.ts';

/** What the wallet signs; the member names are those of the EIP-712 type, on the wire too. */
export const bindingSchema = v.pipe(
  v.strictObject({
    wallet: field.address,
    did: field.did,
    escrow: field.mediatorDid,
    nonce: field.nonce,
    issuedAt: field.seconds,
    expiresAt: field.seconds,
  }),
  v.check(({ issuedAt, expiresAt }) => issuedAt < expiresAt, 'times'),
);

const statementSchema = v.strictObject({
  binding: bindingSchema,
  chain_id: field.chainId,
  wallet_signature: field.walletSignature,
});

const successionSchema = v.strictObject({ ...statementSchema.entries, previous_did: field.did });

/** *This wallet answers under this DID*, for one escrow; times in whole seconds (address-messaging.md §1.1). */
export type AddressBinding = v.InferOutput<typeof bindingSchema>;

/** A binding with what the wallet said to it on one chain: what the DID signs in its turn. */
export interface BoundWallet {
  binding: AddressBinding;
  chainId: number;
  walletSignature: string;
}

const DOMAIN = { name: 'Decentrl Address Binding', version: '1' } as const;
const DOMAIN_TYPE = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
] as const;

/** The EIP-712 typed data of a binding, as `eth_signTypedData_v4` and viem's `hashTypedData` take it. */
export function bindingTypedData(binding: AddressBinding, chainId: number) {
  return {
    domain: { ...DOMAIN, chainId },
    types: {
      EIP712Domain: DOMAIN_TYPE,
      Binding: [
        { name: 'wallet', type: 'address' },
        { name: 'did', type: 'string' },
        { name: 'escrow', type: 'string' },
        { name: 'nonce', type: 'string' },
        { name: 'issuedAt', type: 'uint256' },
        { name: 'expiresAt', type: 'uint256' },
      ],
    },
    primaryType: 'Binding',
    message: parseShape(bindingSchema, binding, 'binding'),
  } as const;
}

/**
 * The EIP-712 typed data with which a wallet takes exactly this binding back: the nonce of the binding is in it, so that
 * it says nothing about a later one (address-messaging.md §1.2).
 */
export function revocationTypedData({ wallet, did, escrow, nonce }: AddressBinding, chainId: number) {
  return {
    domain: { ...DOMAIN, chainId },
    types: {
      EIP712Domain: DOMAIN_TYPE,
      Revocation: [
        { name: 'wallet', type: 'address' },
        { name: 'did', type: 'string' },
        { name: 'escrow', type: 'string' },
        { name: 'nonce', type: 'string' },
      ],
    },
    primaryType: 'Revocation',
    message: { wallet, did, escrow, nonce },
  } as const;
}

/** Any JSON as a binding, by shape; throws `ProtocolError('binding')`. Nothing is verified here. */
export function parseBinding(value: unknown): AddressBinding {
  return parseShape(bindingSchema, value, 'binding');
}

/** The DID's own signature over `{binding, chain_id, wallet_signature}`, base64. Throws `ProtocolError`. */
export async function signBindingStatement(bound: BoundWallet, signer: Signer): Promise<string> {
  const statement = parseShape(statementSchema, onWire(bound), 'binding');
  assertSigner(signer, parseDid(statement.binding.did).signingKey);
  return signObject(statement, signer);
}

/**
 * Verifies the DID's side of a binding and gives the identity. The wallet's side is `lib/wallet-proof/verify-binding.ts`; whoever
 * relies on a binding needs both. Throws `ProtocolError`.
 */
export async function verifyBindingStatement(bound: BoundWallet, didSignature: string): Promise<ParsedDid> {
  const statement = parseShape(statementSchema, onWire(bound), 'binding');
  const identity = parseDid(statement.binding.did);
  await verifyObject(statement, didSignature, await verifierOf(identity));
  return identity;
}

/** The earlier identity's countersignature of a binding that replaces its own, base64 (address-messaging.md §1.5). Throws `ProtocolError`. */
export async function signSuccession(
  bound: BoundWallet,
  previousDid: string,
  signer: Signer,
): Promise<string> {
  const succession = parseShape(successionSchema, onWire(bound, previousDid), 'binding');
  assertSigner(signer, parseSuccession(succession).signingKey);
  return signObject(succession, signer);
}

/** Verifies that the earlier identity agreed to be replaced, and gives it. That it is the earlier one is the caller's to know. Throws `ProtocolError`. */
export async function verifySuccession(
  bound: BoundWallet,
  previousDid: string,
  previousSignature: string,
): Promise<ParsedDid> {
  const succession = parseShape(successionSchema, onWire(bound, previousDid), 'binding');
  const previous = parseSuccession(succession);
  await verifyObject(succession, previousSignature, await verifierOf(previous));
  return previous;
}

function parseSuccession({ binding, previous_did }: v.InferOutput<typeof successionSchema>): ParsedDid {
  const previous = parseDid(previous_did);
  if (equalBytes(previous.signingKey, parseDid(binding.did).signingKey))
    throw new ProtocolError('binding', 'an identity does not succeed itself');
  return previous;
}

function onWire({ binding, chainId, walletSignature }: BoundWallet, previousDid?: string) {
  const statement = { binding, chain_id: chainId, wallet_signature: walletSignature };
  return previousDid === undefined ? statement : { ...statement, previous_did: previousDid };
}

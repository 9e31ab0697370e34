import { secp256k1 } from '@noble/curves/secp256k1.js';
import { hashDomain, hashStruct, hashTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect } from 'vitest';
import { type Bytes, concatBytes, hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { keccak256 } from '../../../lib/crypto/hash.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import type { KnownBinding } from '../../../lib/domain/records/address-record.ts';
import {
  type AddressBinding,
  bindingTypedData,
  parseBinding,
  revocationTypedData,
  signBindingStatement,
  signSuccession,
  verifyBindingStatement,
  verifySuccession,
} from '../../../lib/protocol/binding.ts';
import { verifyBinding, verifyWalletRevocation } from '../../../lib/wallet-proof/verify-binding.ts';
import { checkBinding } from '../../../lib/wallets/check-binding.ts';
import { foldBinding } from '../../../lib/wallets/fold-binding.ts';
import type { Members } from '../../../scripts/vectors/support/vector-file.ts';
import { checkingWithoutContracts } from '../../support/book/checking-without-contracts.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Pin {
  did: string;
  issued_at: number;
  first_seen_ms: number;
}

interface Input {
  binding: AddressBinding;
  chain_id: number;
  wallet_signature: string;
  wallet_private_key_hex: string;
  signing_seed_hex: string;
  contract_chains: number[];
  contract_answer: string | null;
  did_signature: string;
  previous_did: string;
  previous_signature: string;
  moved: unknown;
  expected: { address: string; chain_id: number; escrow: string };
  pinned: Pin | null;
  candidate: Pin | null;
  shown: Pin;
  succeeds: string | null;
}

type TypedData = ReturnType<typeof bindingTypedData> | ReturnType<typeof revocationTypedData>;

const boundOf = ({ binding, chain_id, wallet_signature }: Input) => ({
  binding,
  chainId: chain_id,
  walletSignature: wallet_signature,
});

const bytesOf = (hexData: string): Bytes => hexDecode(hexData.slice(2));

/** Every value on the way to the digest: the hashes by viem, what they are over by hand. */
function eip712Steps(typed: TypedData): Members {
  const members: readonly { name: string; type: string }[] =
    'Binding' in typed.types ? typed.types.Binding : typed.types.Revocation;
  const typeOf = (name: string, list: readonly { name: string; type: string }[]) =>
    `${name}(${list.map((member) => `${member.type} ${member.name}`).join(',')})`;
  const encode = (type: string, list: readonly { name: string; type: string }[], values: object) =>
    concatBytes(
      keccak256(utf8(type)),
      ...list.map(({ name, type: kind }) => {
        const value = String((values as Record<string, unknown>)[name]);
        if (kind === 'string') return keccak256(utf8(value));
        return hexDecode(BigInt(value).toString(16).padStart(64, '0'));
      }),
    );
  const domain_type = typeOf('EIP712Domain', typed.types.EIP712Domain);
  const struct_type = typeOf(typed.primaryType, members);
  const domain = encode(domain_type, typed.types.EIP712Domain, typed.domain);
  const struct = encode(struct_type, members, typed.message);
  const domainSeparator = bytesOf(hashDomain(typed as never));
  const structHash = bytesOf(
    hashStruct({ data: typed.message, primaryType: typed.primaryType, types: typed.types } as never),
  );
  expect(keccak256(domain)).toEqual(domainSeparator);
  expect(keccak256(struct)).toEqual(structHash);
  return {
    domain_type,
    domain_hex: hex(domain),
    domain_separator_hex: hex(domainSeparator),
    struct_type,
    struct_hex: hex(struct),
    struct_hash_hex: hex(structHash),
    signed_hex: hex(concatBytes(Uint8Array.of(0x19, 0x01), domainSeparator, structHash)),
    digest_hex: hashTypedData(typed as never).slice(2),
  };
}

async function walletSign({ wallet_private_key_hex }: Input, typed: TypedData) {
  const account = privateKeyToAccount(`0x${wallet_private_key_hex}`);
  const wallet_signature = await account.signTypedData(typed as never);
  return { steps: eip712Steps(typed), output: { wallet_signature } };
}

async function walletVerify(input: Input, verify: typeof verifyBinding, typed: TypedData) {
  const calls: { to: string; data: string }[] = [];
  const wallets = {
    chains: input.contract_chains,
    async call(_: number, request: { to: string; data: string }) {
      calls.push(request);
      return input.contract_answer;
    },
  };
  const proof = await verify(boundOf(input), wallets);
  const digest_hex = hashTypedData(typed as never).slice(2);
  const [call] = calls;
  const found = call
    ? { call_to: call.to, call_data: call.data }
    : { recovered_address: recovered(digest_hex, input.wallet_signature) };
  return { steps: { digest_hex, ...found }, output: { kind: proof.kind } };
}

function recovered(digestHex: string, walletSignature: string): string {
  const bytes = bytesOf(walletSignature);
  const last = bytes[64]!;
  const signature = concatBytes(Uint8Array.of(last < 27 ? last : last - 27), bytes.subarray(0, 64));
  const point = secp256k1.recoverPublicKey(signature, hexDecode(digestHex), { prehash: false });
  return `0x${hex(keccak256(secp256k1.Point.fromBytes(point).toBytes(false).subarray(1)).subarray(12))}`;
}

function knownOf({ did, issued_at, first_seen_ms }: Pin): KnownBinding {
  const expiresAt = issued_at + 1000;
  return {
    binding: { wallet: '', did, escrow: '', nonce: '', issuedAt: issued_at, expiresAt },
    chainId: 137,
    walletSignature: '',
    didSignature: '',
    did,
    kind: 'account',
    firstSeenAt: first_seen_ms,
    checkedAt: first_seen_ms,
  };
}

const pinOf = (known: KnownBinding | null) =>
  known && { did: known.did, issued_at: known.binding.issuedAt, first_seen_ms: known.firstSeenAt };

runVectors<Input>('binding', {
  parse({ binding }) {
    return { output: { binding: parseBinding(binding) } };
  },
  'wallet-sign': (input) => walletSign(input, bindingTypedData(input.binding, input.chain_id)),
  'wallet-sign-revocation': (input) => walletSign(input, revocationTypedData(input.binding, input.chain_id)),
  'wallet-verify': (input) =>
    walletVerify(input, verifyBinding, bindingTypedData(input.binding, input.chain_id)),
  'wallet-verify-revocation': (input) =>
    walletVerify(input, verifyWalletRevocation, revocationTypedData(input.binding, input.chain_id)),
  async 'did-sign'(input) {
    const { binding, chain_id, wallet_signature } = input;
    const signer = signerFromSeed(hexDecode(input.signing_seed_hex));
    const did_signature = await signBindingStatement(boundOf(input), signer);
    const steps = { canonical: canonicalJson({ binding, chain_id, wallet_signature }) };
    return { steps, output: { did_signature } };
  },
  async 'did-verify'(input) {
    const { signingKey } = await verifyBindingStatement(boundOf(input), input.did_signature);
    return { output: { signing_key_hex: hex(signingKey) } };
  },
  async countersign(input) {
    const { binding, chain_id, wallet_signature, previous_did } = input;
    const signer = signerFromSeed(hexDecode(input.signing_seed_hex));
    const previous_signature = await signSuccession(boundOf(input), previous_did, signer);
    const steps = { canonical: canonicalJson({ binding, chain_id, wallet_signature, previous_did }) };
    return { steps, output: { previous_signature } };
  },
  async 'countersign-verify'(input) {
    const { previous_did, previous_signature } = input;
    const { signingKey } = await verifySuccession(boundOf(input), previous_did, previous_signature);
    return { output: { signing_key_hex: hex(signingKey) } };
  },
  async check(input) {
    const { did_signature, previous_did, previous_signature, moved, expected } = input;
    const { known, succeeds } = await checkBinding(
      checkingWithoutContracts,
      {
        ...boundOf(input),
        didSignature: did_signature,
        previousDid: previous_did,
        previousSignature: previous_signature,
        moved,
      },
      { ...expected, chainId: expected.chain_id },
    );
    return { output: { kind: known.kind, did: known.did, succeeds } };
  },
  pin({ pinned, candidate, shown, succeeds }) {
    const after = foldBinding(
      { pinned: pinned && knownOf(pinned), candidate: candidate && knownOf(candidate) },
      { known: knownOf(shown), succeeds },
      shown.first_seen_ms,
    );
    return { output: { pinned: pinOf(after.pinned), candidate: pinOf(after.candidate) } };
  },
});

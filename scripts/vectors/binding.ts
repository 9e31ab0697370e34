import { secp256k1 } from '@noble/curves/secp256k1.js';
import { hex } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import type { KnownBinding } from '../../lib/domain/records/address-record.ts';
import {
  type AddressBinding,
  type BoundWallet,
  bindingTypedData,
  parseBinding,
  revocationTypedData,
  signBindingStatement,
  signSuccession,
  verifyBindingStatement,
  verifySuccession,
} from '../../lib/protocol/binding.ts';
import { formatDid, parseDid } from '../../lib/protocol/did.ts';
import { signMoved } from '../../lib/protocol/moved-statement.ts';
import { verifyBinding, verifyWalletRevocation } from '../../lib/wallet-proof/verify-binding.ts';
import { checkBinding } from '../../lib/wallets/check-binding.ts';
import { foldBinding } from '../../lib/wallets/fold-binding.ts';
import { checkingWithoutContracts } from '../../test/support/book/checking-without-contracts.ts';
import { eip712Steps } from './support/held-eip712.ts';

import { bobsWallet, CHAIN_ID, binding as sample, sampleBound } from './support/held-sample.ts';
import { type Identity, personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';
import { type FixedWallet, walletOf } from './support/wallet-of.ts';

const { alice, bob, carol, escrow, baseTime, mediator } = personas;
const secondWallet = walletOf(personas.secondWallet.privateKey);
const MAGIC = '0x1626ba7e'.padEnd(66, '0');
const N = secp256k1.Point.CURVE().n;

const onWire = ({ binding, chainId, walletSignature }: BoundWallet) => ({
  binding,
  chain_id: chainId,
  wallet_signature: walletSignature,
});

async function walletSigned(name: string, bound: BoundWallet, seed: Uint8Array): Promise<AcceptCase> {
  return {
    name,
    operation: 'wallet-sign',
    input: { binding: bound.binding, chain_id: bound.chainId, wallet_private_key_hex: hex(seed) },
    steps: eip712Steps('binding', bound.binding, bound.chainId),
    output: { wallet_signature: bound.walletSignature },
  };
}

const revocationOf = ({ account }: FixedWallet, binding: AddressBinding) =>
  account.signTypedData(revocationTypedData(binding, CHAIN_ID) as never);

/** An answer of contracts: of these chains only, always this. */
interface Contracts {
  contract_chains: number[];
  contract_answer: string | null;
}

const NONE: Contracts = { contract_chains: [], contract_answer: null };
/** The chain is asked, and nobody is there: what an account's address answers. */
const NO_CODE: Contracts = { contract_chains: [CHAIN_ID], contract_answer: '0x' };

const asWallets = ({ contract_chains, contract_answer }: Contracts) => ({
  chains: contract_chains,
  call: async () => contract_answer,
});

function calldata(digestHex: string, walletSignature: string): string {
  const signature = walletSignature.slice(2);
  const word = (value: number) => value.toString(16).padStart(64, '0');
  const padded = signature.padEnd(Math.ceil(signature.length / 64) * 64, '0');
  return `0x1626ba7e${digestHex}${word(64)}${word(signature.length / 2)}${padded}`;
}

async function walletVerified(
  name: string,
  bound: BoundWallet,
  contracts: Contracts = NONE,
  what: 'binding' | 'revocation' = 'binding',
): Promise<AcceptCase> {
  const verify = what === 'binding' ? verifyBinding : verifyWalletRevocation;
  const proof = await verify(bound, asWallets(contracts));
  const { digest_hex } = eip712Steps(what, bound.binding, bound.chainId);
  const { wallet } = bound.binding;
  const contract = { call_to: wallet, call_data: calldata(digest_hex, bound.walletSignature) };
  return {
    name,
    operation: what === 'binding' ? 'wallet-verify' : 'wallet-verify-revocation',
    input: { ...onWire(bound), ...contracts },
    steps: { digest_hex, ...(proof.kind === 'account' ? { recovered_address: wallet } : contract) },
    output: { kind: proof.kind },
  };
}

function walletRefused(
  name: string,
  bound: BoundWallet,
  why: string,
  contracts: Contracts = NO_CODE,
  what: 'binding' | 'revocation' = 'binding',
): Promise<RefuseCase> {
  const operation = what === 'binding' ? 'wallet-verify' : 'wallet-verify-revocation';
  const input = { ...onWire(bound), ...contracts };
  const verify = what === 'binding' ? verifyBinding : verifyWalletRevocation;
  return refused({ name, operation, input, why }, () => verify(bound, asWallets(contracts)));
}

function didRefused(
  name: string,
  bound: BoundWallet,
  did_signature: string,
  why: string,
): Promise<RefuseCase> {
  const input = { ...onWire(bound), did_signature };
  return refused({ name, operation: 'did-verify', input, why }, () =>
    verifyBindingStatement(bound, did_signature),
  );
}

/** What neither the wallet's nor the DID's side is made of, since no reader would take it. */
async function notMade(name: string, bound: BoundWallet, why: string): Promise<RefuseCase[]> {
  const input = { ...onWire(bound), signing_seed_hex: hex(bob.signingSeed) };
  return [
    await refused({ name: `the DID’s word to ${name}`, operation: 'did-sign', input, why }, () =>
      signBindingStatement(bound, bob.signer),
    ),
    await refused(
      {
        name: `a countersignature of ${name}`,
        operation: 'countersign',
        input: { ...input, previous_did: carol.did, signing_seed_hex: hex(carol.signingSeed) },
        why,
      },
      () => signSuccession(bound, carol.did, carol.signer),
    ),
  ];
}

const notParsed = (name: string, binding: Members, why: string) =>
  refused({ name, operation: 'parse', input: { binding }, why }, () => parseBinding(binding));

interface Given {
  bound: BoundWallet;
  did_signature: string;
  previous_did?: string;
  previous_signature?: string;
  moved?: Members;
  expected?: { address: string; chain_id: number; escrow: string };
}

const EXPECTED = { address: sample.wallet, chain_id: CHAIN_ID, escrow: escrow.did };

function checkInput({ bound, expected = EXPECTED, ...given }: Given): Members {
  const absent = { previous_did: null, previous_signature: null, moved: null };
  return { ...onWire(bound), ...absent, ...given, expected };
}

const check = ({
  bound,
  did_signature,
  previous_did,
  previous_signature,
  moved,
  expected = EXPECTED,
}: Given) =>
  checkBinding(
    checkingWithoutContracts,
    {
      ...bound,
      didSignature: did_signature,
      previousDid: previous_did,
      previousSignature: previous_signature,
      moved,
    },
    { ...expected, chainId: expected.chain_id },
  );

async function checked(name: string, given: Given): Promise<AcceptCase> {
  const { known, succeeds } = await check(given);
  const output = { kind: known.kind, did: known.did, succeeds };
  return { name, operation: 'check', input: checkInput(given), output };
}

const notChecked = (name: string, given: Given, why: string) =>
  refused({ name, operation: 'check', input: checkInput(given), why }, () => check(given));

/** What is remembered of a binding when another comes, as far as it matters. */
interface Pin {
  did: string;
  issued_at: number;
  first_seen_ms: number;
}

function knownOf({ did, issued_at, first_seen_ms }: Pin): KnownBinding {
  return {
    binding: { ...sample, did, issuedAt: issued_at },
    chainId: CHAIN_ID,
    walletSignature: '0x00',
    didSignature: '',
    did,
    kind: 'account',
    firstSeenAt: first_seen_ms,
    checkedAt: first_seen_ms,
  };
}

const pinOf = (known: KnownBinding | null): Pin | null =>
  known && { did: known.did, issued_at: known.binding.issuedAt, first_seen_ms: known.firstSeenAt };

function folded(
  name: string,
  before: { pinned: Pin | null; candidate?: Pin | null },
  shown: Pin,
  succeeds: Identity | null = null,
): AcceptCase {
  const { pinned, candidate = null } = before;
  const key = succeeds && parseDid(succeeds.did).signingKeyMultibase;
  const after = foldBinding(
    { pinned: pinned && knownOf(pinned), candidate: candidate && knownOf(candidate) },
    { known: knownOf(shown), succeeds: key },
    shown.first_seen_ms,
  );
  return {
    name,
    operation: 'pin',
    input: {
      pinned: pinned && { ...pinned },
      candidate: candidate && { ...candidate },
      shown: { ...shown },
      succeeds: key,
    },
    output: { pinned: asMembers(pinOf(after.pinned)), candidate: asMembers(pinOf(after.candidate)) },
  };
}

const asMembers = (pin: Pin | null): Members | null => pin && { ...pin };

/** The same signature with n − s, which recovers the same key with the other last byte. */
function mirrored(walletSignature: string): string {
  const s = BigInt(`0x${walletSignature.slice(66, 130)}`);
  const last = walletSignature.endsWith('1b') ? '1c' : '1b';
  return walletSignature.slice(0, 66) + (N - s).toString(16).padStart(64, '0') + last;
}

const endingIn = (walletSignature: string, last: number) =>
  walletSignature.slice(0, -2) + last.toString(16).padStart(2, '0');

/** Who answers for a wallet address, signed on every side. */
export async function binding(): Promise<VectorFile> {
  const bound = await sampleBound();
  const { walletSignature } = bound;
  const didSignature = await signBindingStatement(bound, bob.signer);
  const with_ = (changes: Partial<AddressBinding>) => ({ ...bound, binding: { ...sample, ...changes } });
  const recovery = walletSignature.endsWith('1c') ? 1 : 0;
  const ofContract = { ...bound, binding: { ...sample, wallet: `0x${'cc'.repeat(20)}` } };
  const changed = await sampleBound({
    did: carol.did,
    nonce: 'nonce-of-the-escrow-2',
    issuedAt: baseTime + 60,
  });
  const carols = await signBindingStatement(changed, carol.signer);
  const countersignature = await signSuccession(changed, bob.did, bob.signer);
  const succession = { ...onWire(changed), previous_did: bob.did };
  const newDid = formatDid({
    alias: 'bob',
    signingKey: bob.signer.publicKey,
    preKey: bob.preKey.publicKey,
    mediatorDid: 'did:web:new.example',
  });
  const moved = await signMoved({ oldDid: bob.did, newDid, timestamp: baseTime + 120 }, bob.signer);
  const carolsMove = await signMoved(
    {
      oldDid: carol.did,
      newDid: formatDid({ ...parseDid(carol.did), mediatorDid: 'did:web:new.example' }),
      timestamp: baseTime + 120,
    },
    carol.signer,
  );
  const revocation = { ...bound, walletSignature: await revocationOf(bobsWallet, sample) };
  const contracts = (contract_answer: string | null): Contracts => ({
    contract_chains: [CHAIN_ID],
    contract_answer,
  });
  const expired = await sampleBound({ issuedAt: 1_600_000_000, expiresAt: 1_600_000_001 });
  const early = { did: bob.did, issued_at: 100, first_seen_ms: 1_000_000 };
  const late = { did: carol.did, issued_at: 200, first_seen_ms: 2_000_000 };
  const later = { ...early, issued_at: 300, first_seen_ms: 3_000_000 };
  const third = { did: alice.did, issued_at: 250, first_seen_ms: 3_000_000 };
  const DAY = 86_400_000;
  const otherDid = { ...bound, binding: { ...sample, did: carol.did } };
  const statement = { ...onWire(bound) };
  const onEthereum = await sampleBound({}, bobsWallet, 1);
  return {
    format: 'binding',
    document: 'address-messaging.md §1',
    about:
      'This wallet answers under this DID at this escrow: signed by the wallet as EIP-712 typed data, by the DID over that, and by the earlier DID where one is replaced.',
    operations: {
      parse: 'The shape of a binding; nothing is verified.',
      'wallet-sign':
        'What a wallet does with eth_signTypedData_v4; nonce of ECDSA by RFC 6979, low s, last byte 27 or 28.',
      'wallet-verify':
        'An account is recovered from 65 bytes r ‖ s ‖ v, with v 0, 1, 27 or 28 and any s. Anything else is asked of the wallet as a contract (ERC-1271), if its chain is in contract_chains; contract_answer is what the chain returns, null where the call reverts. ERC-6492 is not unwrapped.',
      'wallet-sign-revocation': 'The wallet takes exactly this binding back.',
      'wallet-verify-revocation': 'As wallet-verify, over the revocation.',
      'did-sign': 'The DID’s own signature over the canonical JSON of {binding, chain_id, wallet_signature}.',
      'did-verify': 'Verifies it with the signing key of binding.did.',
      countersign:
        'The earlier identity’s signature over {binding, chain_id, wallet_signature, previous_did}.',
      'countersign-verify': 'Verifies it with the signing key of previous_did.',
      check:
        'All of it as an escrow shows it, for the wallet, chain and escrow that were asked about; here no chain’s contracts are asked. Gives the DID that answers now (another one after a move) and the multibase signing key that agreed to be succeeded. Expiry is not looked at: it only asks for renewal.',
      pin: 'What a verified binding (shown, at first_seen_ms) changes in what a peer pinned; issued_at in seconds as the wallet signed it, succeeds the multibase key whose countersignature came with it.',
    },
    modules: [
      'lib/protocol/binding.ts',
      'lib/wallet-proof/verify-binding.ts',
      'lib/wallets/check-binding.ts',
      'lib/wallets/fold-binding.ts',
    ],
    accept: [
      { name: 'a binding', operation: 'parse', input: { binding: sample }, output: { binding: sample } },
      await walletSigned('on Polygon', bound, personas.wallet.privateKey),
      await walletSigned('on Ethereum', await sampleBound({}, bobsWallet, 1), personas.wallet.privateKey),
      await walletSigned(
        'of the second wallet',
        await sampleBound({ wallet: secondWallet.address }, secondWallet),
        personas.secondWallet.privateKey,
      ),
      await walletVerified('an account', bound),
      await walletVerified('a recovery id of 0 or 1 in place of 27 or 28', {
        ...bound,
        walletSignature: endingIn(walletSignature, recovery),
      }),
      await walletVerified('the other s, as ecrecover takes it', {
        ...bound,
        walletSignature: mirrored(walletSignature),
      }),
      await walletVerified('a contract that says yes', ofContract, contracts(MAGIC)),
      await walletVerified(
        'a contract may take any bytes',
        { ...ofContract, walletSignature: '0x01' },
        contracts(MAGIC),
      ),
      await walletVerified(
        'an answer with capitals',
        ofContract,
        contracts(MAGIC.toUpperCase().replace('X', 'x')),
      ),
      {
        name: 'taken back',
        operation: 'wallet-sign-revocation',
        input: {
          binding: sample,
          chain_id: CHAIN_ID,
          wallet_private_key_hex: hex(personas.wallet.privateKey),
        },
        steps: eip712Steps('revocation', sample, CHAIN_ID),
        output: { wallet_signature: revocation.walletSignature },
      },
      await walletVerified('taken back by its account', revocation, NONE, 'revocation'),
      {
        name: 'by Bob',
        operation: 'did-sign',
        input: { ...statement, signing_seed_hex: hex(bob.signingSeed) },
        steps: { canonical: canonicalJson(statement) },
        output: { did_signature: didSignature },
      },
      {
        name: 'Bob’s own word, on Ethereum',
        operation: 'did-verify',
        input: { ...onWire(onEthereum), did_signature: await signBindingStatement(onEthereum, bob.signer) },
        output: { signing_key_hex: hex(bob.signer.publicKey) },
      },
      {
        name: 'Bob’s own word',
        operation: 'did-verify',
        input: { ...statement, did_signature: didSignature },
        output: { signing_key_hex: hex(bob.signer.publicKey) },
      },
      {
        name: 'Bob agrees that Carol succeeds',
        operation: 'countersign',
        input: { ...succession, signing_seed_hex: hex(bob.signingSeed) },
        steps: { canonical: canonicalJson(succession) },
        output: { previous_signature: countersignature },
      },
      {
        name: 'Bob’s word to it',
        operation: 'countersign-verify',
        input: { ...succession, previous_signature: countersignature },
        output: { signing_key_hex: hex(bob.signer.publicKey) },
      },
      await checked('the first of an address', { bound, did_signature: didSignature }),
      await checked('one that expired', {
        bound: expired,
        did_signature: await signBindingStatement(expired, bob.signer),
      }),
      await checked('with a countersignature', {
        bound: changed,
        did_signature: carols,
        previous_did: bob.did,
        previous_signature: countersignature,
      }),
      await checked('of an identity that moved', { bound, did_signature: didSignature, moved }),
      folded('the first is pinned at once', { pinned: null }, early),
      folded('the same identity again, issued later, seen as early as before', { pinned: early }, later),
      folded('the same identity again, issued earlier', { pinned: later }, early),
      folded('another identity waits', { pinned: early }, late),
      folded('another identity, with the word of the pinned one', { pinned: early }, late, bob),
      folded('another identity, with the word of somebody else', { pinned: early }, late, alice),
      folded('another identity, issued in the same second', { pinned: early }, { ...late, issued_at: 100 }),
      folded('another identity, issued earlier', { pinned: early }, { ...late, issued_at: 99 }, bob),
      folded(
        'the one that waits, a millisecond before its day is over',
        { pinned: early, candidate: late },
        { ...late, first_seen_ms: 2_000_000 + DAY - 1 },
      ),
      folded(
        'the one that waits, when its day is over',
        { pinned: early, candidate: late },
        { ...late, first_seen_ms: 2_000_000 + DAY },
      ),
      folded(
        'a third, issued later, waits in its place and from now',
        { pinned: early, candidate: late },
        third,
      ),
      folded(
        'a third, issued earlier than the one that waits',
        { pinned: early, candidate: late },
        { ...third, issued_at: 150 },
      ),
      folded(
        'the pinned identity, issued later than the one that waits',
        { pinned: early, candidate: late },
        later,
      ),
      folded(
        'the pinned identity, issued earlier than the one that waits',
        { pinned: early, candidate: late },
        { ...later, issued_at: 150 },
      ),
    ],
    refuse: [
      await notParsed(
        'a wallet with its checksum',
        { ...sample, wallet: sample.wallet.toUpperCase().replace('X', 'x') },
        'Addresses are lower case.',
      ),
      await notParsed(
        'an escrow that is no mediator',
        { ...sample, escrow: alice.did },
        'An escrow is a did:web.',
      ),
      await notParsed(
        'a DID of another method',
        { ...sample, did: mediator.did },
        'An identity is a did:decentrl.',
      ),
      await notParsed(
        'a nonce of 15 characters',
        { ...sample, nonce: 'a'.repeat(15) },
        'A nonce has 16 to 64 characters of A-Za-z0-9_-.',
      ),
      await notParsed(
        'an end at its beginning',
        { ...sample, expiresAt: sample.issuedAt },
        'It ends after it was issued.',
      ),
      await notParsed(
        'milliseconds',
        { ...sample, expiresAt: sample.expiresAt * 1000 },
        'Times are whole seconds.',
      ),
      await notParsed(
        'a time as text',
        { ...sample, issuedAt: String(sample.issuedAt) },
        'Times are numbers here, whatever typed data allow.',
      ),
      await notParsed(
        'a member more',
        { ...sample, chain_id: CHAIN_ID },
        'The chain is beside the binding and in its domain.',
      ),
      await walletRefused(
        'another nonce',
        with_({ nonce: 'nonce-of-the-escrow-2' }),
        'Every member is signed.',
      ),
      await walletRefused('another DID', with_({ did: carol.did }), 'Every member is signed.'),
      await walletRefused('another escrow', with_({ escrow: mediator.did }), 'Every member is signed.'),
      await walletRefused('issued later', with_({ issuedAt: baseTime + 1 }), 'Every member is signed.'),
      await walletRefused(
        'a later end',
        with_({ expiresAt: sample.expiresAt + 1 }),
        'Every member is signed.',
      ),
      await walletRefused(
        'another wallet',
        with_({ wallet: secondWallet.address }),
        'Another address is recovered.',
      ),
      await walletRefused('another chain', { ...bound, chainId: 1 }, 'The chain is in the domain.'),
      await walletRefused(
        'by another wallet',
        await sampleBound({}, secondWallet),
        'Another address is recovered.',
      ),
      await walletRefused('the revocation of it', revocation, 'A revocation is another type.'),
      await walletRefused(
        'the other recovery id',
        { ...bound, walletSignature: endingIn(walletSignature, 28 - recovery) },
        'Another address is recovered.',
      ),
      await walletRefused(
        'a last byte of 29',
        { ...bound, walletSignature: endingIn(walletSignature, 29) },
        'The last byte is 0, 1, 27 or 28.',
      ),
      await walletRefused(
        'a last byte of 54 and more',
        { ...bound, walletSignature: endingIn(walletSignature, 54 + recovery) },
        'The last byte is 0, 1, 27 or 28.',
      ),
      await walletRefused(
        'a last byte with the chain in it (EIP-155)',
        { ...bound, walletSignature: endingIn(walletSignature, 35 + recovery) },
        'The last byte is 0, 1, 27 or 28.',
      ),
      await walletRefused(
        '64 bytes',
        { ...bound, walletSignature: walletSignature.slice(0, -2) },
        'An account’s signature is 65 bytes.',
      ),
      await walletRefused(
        'r of zero',
        { ...bound, walletSignature: `0x${'00'.repeat(32)}${walletSignature.slice(66)}` },
        'No point has it.',
      ),
      await walletRefused(
        'a contract of a chain that is not asked',
        ofContract,
        'A contract wallet counts on the chains of the verifier only.',
        { contract_chains: [1], contract_answer: MAGIC },
      ),
      await walletRefused(
        'a contract that says nothing',
        ofContract,
        'There is no code at that address.',
        contracts('0x'),
      ),
      await walletRefused(
        'a contract that reverts',
        ofContract,
        'The contract did not say yes.',
        contracts(null),
      ),
      await walletRefused(
        'a contract that says no',
        ofContract,
        'The answer is not 0x1626ba7e.',
        contracts('0xffffffff'.padEnd(66, '0')),
      ),
      await walletRefused(
        'a contract that says true',
        ofContract,
        'The answer is not 0x1626ba7e.',
        contracts(`0x${'1'.padStart(64, '0')}`),
      ),
      await walletRefused(
        'four bytes for a word',
        ofContract,
        'An answer is one word.',
        contracts('0x1626ba7e'),
      ),
      await walletRefused(
        'the four bytes at the wrong end',
        ofContract,
        'bytes4 stands at the beginning of the word.',
        contracts(`0x${'1626ba7e'.padStart(64, '0')}`),
      ),
      await walletRefused('more than a word', ofContract, 'An answer is one word.', contracts(`${MAGIC}00`)),
      await walletRefused(
        'a contract that is not deployed, with its deployment (ERC-6492)',
        { ...ofContract, walletSignature: `0x${'00'.repeat(64)}${'6492'.repeat(16)}` },
        'The signature is passed on as it is, and nobody is there to answer.',
        contracts('0x'),
      ),
      await walletRefused(
        'a binding for its revocation',
        bound,
        'A binding is another type.',
        NO_CODE,
        'revocation',
      ),
      await walletRefused(
        'the revocation of another binding',
        { ...revocation, binding: { ...sample, nonce: 'nonce-of-the-escrow-2' } },
        'The nonce names the binding that is taken back.',
        NO_CODE,
        'revocation',
      ),
      await didRefused(
        'another chain beside it',
        { ...bound, chainId: 1 },
        didSignature,
        'The chain is signed.',
      ),
      await didRefused(
        'another signature of the wallet',
        { ...bound, walletSignature: mirrored(walletSignature) },
        didSignature,
        'The wallet’s signature is signed, byte by byte.',
      ),
      await didRefused(
        'another DID in it',
        otherDid,
        didSignature,
        'The signature is not that of the DID in the binding.',
      ),
      await didRefused(
        'another nonce in it',
        with_({ nonce: 'nonce-of-the-escrow-2' }),
        didSignature,
        'The binding is signed.',
      ),
      await didRefused(
        'by somebody else',
        bound,
        carols,
        'The signature is not that of the DID in the binding.',
      ),
      await didRefused(
        'a wallet’s signature with capitals',
        { ...bound, walletSignature: walletSignature.toUpperCase().replace('X', 'x') },
        didSignature,
        'Hex is lower case.',
      ),
      await didRefused(
        'a wallet’s signature of no bytes',
        { ...bound, walletSignature: '0x' },
        didSignature,
        'There is at least a byte.',
      ),
      await refused(
        {
          name: 'the DID’s word by another key',
          operation: 'did-sign',
          input: { ...statement, signing_seed_hex: hex(carol.signingSeed) },
          why: 'An identity signs for itself.',
        },
        () => signBindingStatement(bound, carol.signer),
      ),
      ...(await notMade(
        'a binding that ends when it begins',
        with_({ expiresAt: sample.issuedAt }),
        'It ends after it was issued.',
      )),
      ...(await notMade(
        'a wallet with its checksum',
        with_({ wallet: sample.wallet.toUpperCase().replace('X', 'x') }),
        'Addresses are lower case.',
      )),
      ...(await notMade(
        'an escrow that is no mediator',
        with_({ escrow: alice.did }),
        'An escrow is a did:web.',
      )),
      ...(await notMade('chain 0', { ...bound, chainId: 0 }, 'Chain ids begin with 1.')),
      ...(await notMade(
        'a wallet’s signature of no bytes',
        { ...bound, walletSignature: '0x' },
        'There is at least a byte.',
      )),
      await refused(
        {
          name: 'a wallet’s word to a binding in milliseconds',
          operation: 'wallet-sign',
          input: {
            binding: { ...sample, expiresAt: sample.expiresAt * 1000 },
            chain_id: CHAIN_ID,
            wallet_private_key_hex: hex(personas.wallet.privateKey),
          },
          why: 'Times are whole seconds.',
        },
        () => bindingTypedData({ ...sample, expiresAt: sample.expiresAt * 1000 }, CHAIN_ID),
      ),
      await refused(
        {
          name: 'an identity that succeeds itself',
          operation: 'countersign',
          input: { ...statement, previous_did: bob.did, signing_seed_hex: hex(bob.signingSeed) },
          why: 'The earlier identity is another one, by its signing key.',
        },
        () => signSuccession(bound, bob.did, bob.signer),
      ),
      await refused(
        {
          name: 'a countersignature of somebody else',
          operation: 'countersign-verify',
          input: { ...onWire(changed), previous_did: alice.did, previous_signature: countersignature },
          why: 'It is verified with the key of previous_did.',
        },
        () => verifySuccession(changed, alice.did, countersignature),
      ),
      await refused(
        {
          name: 'the DID’s word for a countersignature',
          operation: 'countersign-verify',
          input: { ...succession, previous_signature: await signBindingStatement(bound, bob.signer) },
          why: 'A countersignature is over previous_did too.',
        },
        () => verifySuccession(changed, bob.did, didSignature),
      ),
      await notChecked(
        'of another wallet than was asked about',
        { bound, did_signature: didSignature, expected: { ...EXPECTED, address: secondWallet.address } },
        'The answer is about another wallet.',
      ),
      await notChecked(
        'for another escrow',
        { bound, did_signature: didSignature, expected: { ...EXPECTED, escrow: mediator.did } },
        'The wallet named another escrow.',
      ),
      await notChecked(
        'of another chain',
        { bound, did_signature: didSignature, expected: { ...EXPECTED, chain_id: 1 } },
        'The wallet signed for another chain.',
      ),
      await notChecked(
        'not signed by the wallet',
        { bound: await sampleBound({}, secondWallet), did_signature: didSignature },
        'No account was recovered that is the wallet, and no contract is asked.',
      ),
      await notChecked('not signed by the DID', { bound, did_signature: carols }, 'The DID did not sign.'),
      await notChecked(
        'with a countersignature that does not hold',
        { bound: changed, did_signature: carols, previous_did: bob.did, previous_signature: carols },
        'What comes with a binding holds too.',
      ),
      await notChecked(
        'with the move of somebody else',
        { bound, did_signature: didSignature, moved: carolsMove },
        'The move begins at the DID of the binding.',
      ),
      await notChecked(
        'with a move that is not signed',
        { bound, did_signature: didSignature, moved: { ...moved, timestamp: baseTime } },
        'A move is signed by the identity.',
      ),
    ],
  };
}

import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import {
  type BoundWallet,
  signBindingStatement,
  signSuccession,
  verifyBindingStatement,
  verifySuccession,
} from '../../../lib/protocol/binding.ts';
import { rawCid } from '../../../lib/protocol/cid.ts';
import { type Command, newNonce, signCommand, verifyCommand } from '../../../lib/protocol/commands.ts';
import {
  completeRequest,
  type SignedContract,
  signRequest,
  verifyRequestSignature,
  verifySignedContract,
} from '../../../lib/protocol/contract.ts';
import { formatDid, parseDid } from '../../../lib/protocol/did.ts';
import { type Envelope, signEnvelope, verifyEnvelope } from '../../../lib/protocol/envelope.ts';
import {
  type DeletionReceipt,
  type HandOverReceipt,
  type SaveReceipt,
  signDeletionReceipt,
  signHandOverReceipt,
  signSaveReceipt,
  verifyDeletionReceipt,
  verifyHandOverReceipt,
  verifySaveReceipt,
} from '../../../lib/protocol/held-receipts.ts';
import { type InnerMessage, verifyInner } from '../../../lib/protocol/inner-message.ts';
import { type MovedStatement, signMoved, verifyMoved } from '../../../lib/protocol/moved-statement.ts';
import {
  type SignedPublicEvent,
  signPublicEvent,
  verifyPublicEvent,
} from '../../../lib/protocol/public-event.ts';
import {
  type ResolvedAddress,
  signResolution,
  verifyResolution,
} from '../../../lib/protocol/resolved-address.ts';
import { type Revocation, signRevocation, verifyRevocation } from '../../../lib/protocol/revocation.ts';
import { type SignIn, signSignIn, verifySignIn } from '../../../lib/protocol/sign-in.ts';
import {
  type AuthenticateFrame,
  parseAuthenticate,
  signAuthenticate,
  verifyAuthenticate,
} from '../../../lib/protocol/socket-frames.ts';
import { alice, bob, carol, MEDIATOR_DID, requestContract } from './check-identities.ts';
import { ADDRESS, binding, bound, resolutions, signedInner } from './held-samples.ts';

const NOW = 1_700_000_000;
const contractId = 'ab'.repeat(32);
const refusal = (reason?: string) =>
  expect.objectContaining({ name: 'ProtocolError', ...(reason ? { reason } : {}) });
const newDid = formatDid({ ...alice.did, mediatorDid: 'did:web:new.example' });
const SIGN_IN = { origin: 'https://dapp.example', nonce: '12345678', now: NOW };

interface Signed {
  request: SignedContract;
  contract: SignedContract;
  envelope: Envelope;
  command: Command;
  authenticate: AuthenticateFrame;
  revocation: Revocation;
  moved: MovedStatement;
  signIn: SignIn;
  publicEvent: SignedPublicEvent;
  inner: InnerMessage;
  saveReceipt: SaveReceipt & WithSignature;
  handOverReceipt: HandOverReceipt & WithSignature;
  deletionReceipt: DeletionReceipt & WithSignature;
  resolution: ResolvedAddress & WithSignature;
  statement: { bound: BoundWallet; did_signature: string };
  succession: { bound: BoundWallet; previous_did: string; previous_signature: string };
}

interface WithSignature {
  signature: string;
}

let signed: Signed;

/** The verifier of each type, for whatever it is given. */
const verifiers: { [T in keyof Signed]: (value: unknown) => Promise<unknown> } = {
  request: (value) => verifyRequestSignature(value as SignedContract),
  contract: (value) => verifySignedContract(value as SignedContract),
  envelope: (value) =>
    verifyEnvelope(value as Envelope, { contractId, counterpartySigningKey: alice.did.signingKey }),
  command: (value) => verifyCommand(value as Command),
  authenticate: (value) => verifyAuthenticate(value, { mediatorDid: MEDIATOR_DID, now: NOW * 1000 }),
  revocation: verifyRevocation,
  moved: verifyMoved,
  signIn: (value) => verifySignIn(value as SignIn, SIGN_IN),
  publicEvent: (value) => verifyPublicEvent(value as SignedPublicEvent),
  inner: verifyInner,
  saveReceipt: detached(verifySaveReceipt),
  handOverReceipt: detached(verifyHandOverReceipt),
  deletionReceipt: detached(verifyDeletionReceipt),
  resolution: detached((answer: ResolvedAddress, signature, key) =>
    verifyResolution(answer, signature, key, {
      escrow: MEDIATOR_DID,
      address: ADDRESS,
      chainId: 137,
      now: NOW,
    }),
  ),
  statement: async (value) => {
    const { bound: claimed, did_signature, ...more } = value as Signed['statement'];
    return verifyBindingStatement(withMore(claimed, more), did_signature);
  },
  succession: async (value) => {
    const { bound: claimed, previous_did, previous_signature, ...more } = value as Signed['succession'];
    return verifySuccession(withMore(claimed, more), previous_did, previous_signature);
  },
};

/** A verifier of a statement whose signature travels beside it, as one of both together. */
function detached<T>(
  verify: (statement: T, signature: string, key: typeof alice.did.signingKey) => Promise<void>,
) {
  return async (value: unknown) => {
    const { signature, ...statement } = value as WithSignature;
    await verify(statement as T, signature ?? '', alice.did.signingKey);
    return statement;
  };
}

/** Anything beside the known members makes the binding another. */
function withMore(claimed: BoundWallet | undefined, more: object): BoundWallet {
  return { ...claimed, binding: { ...claimed?.binding, ...more } } as BoundWallet;
}

const publicEvent = {
  publisher_did: alice.did.did,
  channel_id: 'news',
  event: '{}',
  tags: [],
  timestamp: NOW,
};
const signInFields = {
  origin: SIGN_IN.origin,
  did: alice.did.did,
  nonce: SIGN_IN.nonce,
  statement: null,
  issued_at: NOW,
  expiration_time: NOW + 60,
  resources: null,
};

beforeAll(async () => {
  const request = await signRequest({ contract: requestContract() }, alice.signer);
  const ms = NOW * 1000;
  const [cid, id] = [rawCid(utf8('old')), 'message-1'];
  const save = { id, cid, received_at: NOW };
  const handOver = { id, old_cid: cid, new_cid: cid, commitment: contractId };
  const deletion = { id, old_cid: cid, new_cid: cid, deleted_at: NOW };
  const { open } = await resolutions();
  const own = { ...bound, binding: { ...binding, did: alice.did.did } };
  signed = {
    request,
    contract: await completeRequest(request, {
      recipientEphemeral: bob.ephemeralMultibase,
      signer: bob.signer,
    }),
    envelope: await signEnvelope(
      { contractId, event: '{"type":"a","data":1}', timestamp: NOW },
      alice.signer,
    ),
    command: await signCommand(
      {
        channel: 'DIRECT_AUTHENTICATED',
        senderDid: alice.did.did,
        recipientDid: MEDIATOR_DID,
        timestamp: ms,
        nonce: newNonce(),
        payload: { type: 'FIND_IDENTITIES' },
      },
      alice.signer,
    ),
    authenticate: await signAuthenticate(
      { did: alice.did.did, mediatorDid: MEDIATOR_DID, timestamp: ms, nonce: newNonce() },
      alice.signer,
    ),
    revocation: await signRevocation({ contractId, revokerDid: alice.did.did, timestamp: NOW }, alice.signer),
    moved: await signMoved({ oldDid: alice.did.did, newDid, timestamp: NOW }, alice.signer),
    signIn: await signSignIn(signInFields, alice.signer),
    publicEvent: await signPublicEvent(publicEvent, alice.signer),
    inner: await signedInner(),
    saveReceipt: { ...save, signature: await signSaveReceipt(save, alice.signer) },
    handOverReceipt: { ...handOver, signature: await signHandOverReceipt(handOver, alice.signer) },
    deletionReceipt: { ...deletion, signature: await signDeletionReceipt(deletion, alice.signer) },
    resolution: { ...open, signature: await signResolution(open, alice.signer) },
    statement: { bound: own, did_signature: await signBindingStatement(own, alice.signer) },
    succession: {
      bound,
      previous_did: alice.did.did,
      previous_signature: await signSuccession(bound, alice.did.did, alice.signer),
    },
  };
});

const names = Object.keys(verifiers) as (keyof Signed)[];

/** Every signature in an object, and the object with another one in all those places. */
function signaturesOf(value: object): string[] {
  return Object.entries(value).flatMap(([name, member]) =>
    name.endsWith('signature') && typeof member === 'string' ? [member] : [],
  );
}

function withSignature(value: object, signature: string): object {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name.endsWith('signature') && member ? signature : member,
    ]),
  );
}

describe('the signed types', () => {
  it.each(names)('T-69 %s is accepted by its own verifier', async (name) => {
    await expect(verifiers[name](signed[name])).resolves.toBeDefined();
  });

  it.each(names)('T-69 %s is accepted by no other verifier', async (name) => {
    for (const other of names) {
      // A request is a contract on its way: its verifier checks the first signature of both.
      if (other === name || (other === 'request' && name === 'contract')) continue;
      await expect(verifiers[other](signed[name]), other).rejects.toEqual(refusal());
    }
  });

  it.each(names)('T-69 T-25 a signature of %s verifies as nothing else', async (name) => {
    for (const signature of signaturesOf(signed[name])) {
      for (const other of names) {
        if (
          other === name ||
          (['request', 'contract'].includes(other) && ['request', 'contract'].includes(name))
        )
          continue;
        await expect(verifiers[other](withSignature(signed[other], signature)), other).rejects.toEqual(
          refusal('signature'),
        );
      }
    }
  });

  it.each(names)('T-69 %s is refused with a member more', async (name) => {
    await expect(verifiers[name]({ ...signed[name], extra: 1 })).rejects.toEqual(refusal());
  });

  it('are signed by the identity they name only', async () => {
    const ms = NOW * 1000;
    for (const signing of [
      signAuthenticate(
        { did: alice.did.did, mediatorDid: MEDIATOR_DID, timestamp: ms, nonce: newNonce() },
        bob.signer,
      ),
      signRevocation({ contractId, revokerDid: alice.did.did, timestamp: NOW }, bob.signer),
      signMoved({ oldDid: alice.did.did, newDid, timestamp: NOW }, bob.signer),
      signSignIn(signInFields, bob.signer),
      signPublicEvent(publicEvent, bob.signer),
    ]) {
      await expect(signing).rejects.toEqual(refusal('signer'));
    }
  });
});

describe('socket authentication', () => {
  const now = NOW * 1000;

  it('T-49 is for one mediator and 300 s', async () => {
    const verify = (context: { mediatorDid: string; now: number }) =>
      verifyAuthenticate(signed.authenticate, context);
    await expect(verify({ mediatorDid: 'did:web:other.example', now })).rejects.toEqual(refusal('mediator'));
    await expect(verify({ mediatorDid: MEDIATOR_DID, now: now + 300_000 })).resolves.toEqual(alice.did);
    await expect(verify({ mediatorDid: MEDIATOR_DID, now: now + 300_001 })).rejects.toEqual(
      refusal('timestamp'),
    );
    await expect(verify({ mediatorDid: MEDIATOR_DID, now: now - 300_001 })).rejects.toEqual(
      refusal('timestamp'),
    );
  });

  it('comes as text', () => {
    expect(parseAuthenticate(JSON.stringify(signed.authenticate))).toEqual(signed.authenticate);
    expect(() => parseAuthenticate('ping')).toThrow(refusal('authenticate'));
  });
});

describe('a move', () => {
  it('T-65 D-19 keeps the signing key, and goes somewhere else', async () => {
    expect((await verifyMoved(signed.moved)).newDid).toEqual(parseDid(newDid));
    const elsewhere = { oldDid: alice.did.did, newDid: carol.did.did, timestamp: NOW };
    await expect(signMoved(elsewhere, alice.signer)).rejects.toEqual(refusal('moved'));
    await expect(verifyMoved({ ...signed.moved, new_did: carol.did.did })).rejects.toEqual(refusal('moved'));
    await expect(verifyMoved({ ...signed.moved, new_did: alice.did.did })).rejects.toEqual(refusal('moved'));
    await expect(verifyMoved({ ...signed.moved, timestamp: NOW + 1 })).rejects.toEqual(refusal('signature'));
  });
});

describe('a revocation', () => {
  it('D-20 names its contract and its author', async () => {
    expect((await verifyRevocation(signed.revocation)).revoker).toEqual(alice.did);
    await expect(verifyRevocation({ ...signed.revocation, contract_id: 'cd'.repeat(32) })).rejects.toEqual(
      refusal('signature'),
    );
    await expect(verifyRevocation({ ...signed.revocation, revoker_did: bob.did.did })).rejects.toEqual(
      refusal('signature'),
    );
  });
});

describe('a sign-in', () => {
  it('is for one site, one question and one time', async () => {
    const verify = (context: Partial<typeof SIGN_IN>) =>
      verifySignIn(signed.signIn, { ...SIGN_IN, ...context });
    await expect(verify({})).resolves.toMatchObject({ identity: alice.did });
    await expect(verify({ origin: 'https://evil.example' })).rejects.toEqual(refusal('origin'));
    await expect(verify({ nonce: '87654321' })).rejects.toEqual(refusal('nonce'));
    await expect(verify({ now: NOW + 60 })).rejects.toEqual(refusal('expired'));
    await expect(verify({ now: NOW - 301 })).rejects.toEqual(refusal('time'));
    await expect(verifySignIn({ ...signed.signIn, did: bob.did.did }, SIGN_IN)).rejects.toEqual(
      refusal('did'),
    );
    await expect(
      verifySignIn({ ...signed.signIn, message: `${signed.signIn.message}\n` }, SIGN_IN),
    ).rejects.toEqual(refusal('sign-in'));
  });

  it.each([
    'https://dapp.example/',
    'https://dapp.example/path',
    'null',
    'https://DAPP.example',
    'dapp.example',
  ])('T-05 is not signed for %s, which is no origin', async (origin) => {
    await expect(signSignIn({ ...signInFields, origin }, alice.signer)).rejects.toEqual(refusal('sign-in'));
  });
});

import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import type { signerFromSeed } from '../../lib/crypto/signature.ts';
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
} from '../../lib/protocol/held-receipts.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { sampleHanded } from './support/held-sample.ts';
import { type Persona, personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

const { bob, carol, escrow, baseTime } = personas;

type Kind = 'save' | 'hand-over' | 'deletion';

const SIGN: Record<Kind, (receipt: never, signer: ReturnType<typeof signerFromSeed>) => Promise<string>> = {
  save: signSaveReceipt,
  'hand-over': signHandOverReceipt,
  deletion: signDeletionReceipt,
};

const VERIFY: Record<Kind, (receipt: never, signature: string, key: Persona['preKeySeed']) => Promise<void>> =
  {
    save: verifySaveReceipt,
    'hand-over': verifyHandOverReceipt,
    deletion: verifyDeletionReceipt,
  };

async function signed(name: string, kind: Kind, receipt: Members, by: Persona): Promise<AcceptCase> {
  return {
    name,
    operation: `sign-${kind}`,
    input: { receipt, signing_seed_hex: hex(by.signingSeed) },
    steps: { canonical: canonicalJson(receipt) },
    output: { signature: await SIGN[kind](receipt as never, by.signer) },
  };
}

interface Verified {
  receipt: Members;
  signature: string;
  signing_key_hex: string;
}

async function verified(name: string, kind: Kind, receipt: Members, by: Persona): Promise<AcceptCase> {
  const signature = await SIGN[kind](receipt as never, by.signer);
  const input = { receipt, signature, signing_key_hex: hex(by.signer.publicKey) };
  return { name, operation: `verify-${kind}`, input, output: { valid: true } };
}

function notVerified(name: string, kind: Kind, input: Verified, why: string): Promise<RefuseCase> {
  const { receipt, signature, signing_key_hex } = input;
  return refused({ name, operation: `verify-${kind}`, input: { ...input }, why }, () =>
    VERIFY[kind](receipt as never, signature, hexDecode(signing_key_hex)),
  );
}

/** The three statements that a hand-over leaves behind. */
export async function heldReceipts(): Promise<VectorFile> {
  const { held, cid } = await sampleHanded();
  const save: SaveReceipt = { id: held.inner.id, cid: held.cid, received_at: baseTime + 5 };
  const handOver: HandOverReceipt = {
    id: held.inner.id,
    old_cid: held.cid,
    new_cid: cid,
    commitment: held.commitment,
  };
  const { commitment: _, ...cids } = handOver;
  const deletion: DeletionReceipt = { ...cids, deleted_at: baseTime + 3600 };
  /** Signed by the escrow as it stands, whatever it is. */
  const byEscrow = async (receipt: Members): Promise<Verified> => ({
    receipt,
    signature: await signObject(receipt, escrow.signer),
    signing_key_hex: hex(escrow.signer.publicKey),
  });
  const good = await byEscrow(save);
  const byBob = {
    receipt: handOver,
    signature: await signHandOverReceipt(handOver, bob.signer),
    signing_key_hex: hex(bob.signer.publicKey),
  };
  const { received_at: _at, ...timeless } = save;
  return {
    format: 'held-receipts',
    document: 'address-messaging.md §3',
    about:
      'The escrow signs that it took a message, the recipient that it encrypted it anew, the escrow that it deleted what it could open; no member set is that of another statement, so none is ever taken for another.',
    operations: {
      'sign-save': 'By the escrow, with its own time in whole seconds.',
      'sign-hand-over': 'By the DID the address is bound to.',
      'sign-deletion': 'By the escrow, when the record and its shares are gone.',
      'verify-save': 'With the escrow’s key.',
      'verify-hand-over': 'With the key of the DID the address is bound to.',
      'verify-deletion': 'With the escrow’s key.',
    },
    modules: ['lib/protocol/held-receipts.ts', 'lib/protocol/signed-object.ts'],
    accept: [
      await signed('the escrow took it', 'save', save, escrow),
      await signed('Bob encrypted it anew', 'hand-over', handOver, bob),
      await signed('the escrow deleted it', 'deletion', deletion, escrow),
      await verified('that the escrow took it', 'save', save, escrow),
      await verified('that Bob encrypted it anew', 'hand-over', handOver, bob),
      await verified('that the escrow deleted it', 'deletion', deletion, escrow),
    ],
    refuse: [
      await notVerified(
        'by another key',
        'save',
        { ...good, signing_key_hex: hex(carol.signer.publicKey) },
        'The escrow signs it.',
      ),
      await notVerified(
        'at another time',
        'save',
        { ...good, receipt: { ...save, received_at: save.received_at - 1 } },
        'Every member is signed.',
      ),
      await notVerified(
        'of another id',
        'save',
        { ...good, receipt: { ...save, id: 'message-2' } },
        'Every member is signed.',
      ),
      await notVerified(
        'of another record',
        'save',
        { ...good, receipt: { ...save, cid } },
        'Every member is signed.',
      ),
      await notVerified(
        'a hand-over of other words',
        'hand-over',
        { ...byBob, receipt: { ...handOver, commitment: 'ef'.repeat(32) } },
        'Every member is signed.',
      ),
      await notVerified(
        'a hand-over with its CIDs exchanged',
        'hand-over',
        { ...byBob, receipt: { ...handOver, old_cid: cid, new_cid: held.cid } },
        'Every member is signed.',
      ),
      await notVerified(
        'a deletion for a hand-over',
        'hand-over',
        await byEscrow(deletion),
        'It has other members.',
      ),
      await notVerified('a hand-over for a deletion', 'deletion', byBob, 'It has other members.'),
      await notVerified('a deletion for a save', 'save', await byEscrow(deletion), 'It has other members.'),
      await notVerified('without a time', 'save', await byEscrow(timeless), 'All members are there.'),
      await notVerified(
        'a member more',
        'deletion',
        await byEscrow({ ...deletion, commitment: held.commitment }),
        'There are no other members.',
      ),
      await notVerified(
        'milliseconds',
        'save',
        await byEscrow({ ...save, received_at: save.received_at * 1000 }),
        'Times are whole seconds.',
      ),
      await notVerified(
        'a CID of version 0',
        'save',
        await byEscrow({ ...save, cid: 'QmRN6wdp1S2A5EtjW9A3M1vKSBuQQGcgvuhoMUoEz4iiT5' }),
        'Records are named by CIDs of version 1, codec raw.',
      ),
      await notVerified(
        'a CID with capitals',
        'save',
        await byEscrow({ ...save, cid: `b${held.cid.slice(1).toUpperCase()}` }),
        'CIDs in receipts are in their one form.',
      ),
      await notVerified(
        'a CID of a dag-pb block',
        'save',
        await byEscrow({ ...save, cid: held.cid.replace('bafkrei', 'bafybei') }),
        'Records are named by CIDs of version 1, codec raw.',
      ),
      await notVerified(
        'a signature cut by its padding',
        'save',
        { ...good, signature: good.signature.replace('==', '') },
        'Signatures are base64 with padding.',
      ),
      await refused(
        {
          name: 'signed with an id that is none',
          operation: 'sign-hand-over',
          input: { receipt: { ...handOver, id: '' }, signing_seed_hex: hex(bob.signingSeed) },
          why: 'Ids have 1 to 128 characters of A-Za-z0-9._:-.',
        },
        () => signHandOverReceipt({ ...handOver, id: '' }, bob.signer),
      ),
      await refused(
        {
          name: 'a deletion before 1970',
          operation: 'sign-deletion',
          input: { receipt: { ...deletion, deleted_at: -1 }, signing_seed_hex: hex(escrow.signingSeed) },
          why: 'Times count from 1970.',
        },
        () => signDeletionReceipt({ ...deletion, deleted_at: -1 }, escrow.signer),
      ),
    ],
  };
}

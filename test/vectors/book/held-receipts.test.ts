import { hexDecode } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { type Signer, signerFromSeed } from '../../../lib/crypto/signature.ts';
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
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  receipt: SaveReceipt & HandOverReceipt & DeletionReceipt;
  signature: string;
  signing_seed_hex: string;
  signing_key_hex: string;
}

const signing =
  (sign: (receipt: Input['receipt'], signer: Signer) => Promise<string>) =>
  async ({ receipt, signing_seed_hex }: Input) => {
    const signature = await sign(receipt, signerFromSeed(hexDecode(signing_seed_hex)));
    return { steps: { canonical: canonicalJson(receipt) }, output: { signature } };
  };

const verifying =
  (verify: (receipt: Input['receipt'], signature: string, key: Uint8Array<ArrayBuffer>) => Promise<void>) =>
  async ({ receipt, signature, signing_key_hex }: Input) => {
    await verify(receipt, signature, hexDecode(signing_key_hex));
    return { output: { valid: true } };
  };

runVectors<Input>('held-receipts', {
  'sign-save': signing(signSaveReceipt),
  'sign-hand-over': signing(signHandOverReceipt),
  'sign-deletion': signing(signDeletionReceipt),
  'verify-save': verifying(verifySaveReceipt),
  'verify-hand-over': verifying(verifyHandOverReceipt),
  'verify-deletion': verifying(verifyDeletionReceipt),
});

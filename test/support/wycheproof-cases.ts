import type { AeadCase, AgreementCase, SignatureCase } from './crypto-cases.ts';
import { publicVectors } from './public-vectors.ts';

/** A Wycheproof file: groups of tests with what the group shares. */
export interface Wycheproof<Group, Test> {
  testGroups: (Group & {
    tests: (Test & { tcId: number; comment: string; result: 'valid' | 'invalid' | 'acceptable' })[];
  })[];
}

/** The 151 Ed25519 verdicts. */
export function wycheproofSignatures(): SignatureCase[] {
  const file =
    publicVectors.json<Wycheproof<{ publicKey: { pk: string } }, { msg: string; sig: string }>>(
      'ed25519_test.json',
    );
  return file.testGroups.flatMap((group) =>
    group.tests.map((test) => ({
      name: `wycheproof ed25519 ${test.tcId} ${test.comment}`,
      publicKey: group.publicKey.pk,
      message: test.msg,
      signature: test.sig,
      valid: test.result === 'valid',
    })),
  );
}

/** The 518 X25519 agreements; `accepted` is not theirs to say and left true. */
export function wycheproofAgreements(): AgreementCase[] {
  const file =
    publicVectors.json<
      Wycheproof<unknown, { public: string; private: string; shared: string; flags: string[] }>
    >('x25519_test.json');
  return file.testGroups.flatMap((group) =>
    group.tests.map((test) => ({
      name: `wycheproof x25519 ${test.tcId} ${test.comment}`,
      secretKey: test.private,
      publicKey: test.public,
      accepted: true,
      sharedSecret: test.flags.includes('ZeroSharedSecret') ? null : test.shared,
    })),
  );
}

/** AES-GCM cases of one key size; those with other nonces than 96 bits count as invalid, since they are refused. */
export function wycheproofAead(keySizes: number[]): AeadCase[] {
  const file =
    publicVectors.json<
      Wycheproof<
        { ivSize: number; keySize: number; tagSize: number },
        { key: string; iv: string; aad: string; msg: string; ct: string; tag: string }
      >
    >('aes_gcm_test.json');
  return file.testGroups
    .filter((group) => keySizes.includes(group.keySize))
    .flatMap((group) =>
      group.tests.map((test) => ({
        name: `wycheproof aes-gcm ${test.tcId} ${test.comment}`,
        key: test.key,
        nonce: test.iv,
        aad: test.aad,
        plaintext: test.msg,
        sealed: test.iv + test.ct + test.tag,
        valid: test.result === 'valid' && group.ivSize === 96,
      })),
    );
}

import { expect } from 'vitest';
import { importAeadKey } from '../../lib/crypto/aead.ts';
import { hexDecode } from '../../lib/crypto/bytes.ts';
import { hkdfSha256 } from '../../lib/crypto/kdf.ts';
import type { CryptoCases } from '../support/crypto-cases.ts';
import { type CaseResults, DERIVED_USE, fingerprintOf } from './run-cases.ts';

/** Compares a runtime's answer with the tables, row by row, and says which rows differ. */
export async function expectResults(cases: CryptoCases, results: CaseResults): Promise<void> {
  expect(results.native).toBe(true);
  expect(results.signatures).toHaveLength(cases.signatures.length);
  expect(results.agreements).toHaveLength(cases.agreements.length);
  expect(results.aead).toHaveLength(cases.aead.length);
  expect(wrongSignatures(cases, results)).toEqual([]);
  expect(await wrongAgreements(cases, results)).toEqual([]);
  expect(wrongAead(cases, results)).toEqual([]);
  expect(results.protocol).toMatchObject({
    contractId: '08cf7292ba8c32fcf0c974303decc3a6a8df924b68f426fb078193e79c246c58',
    requestorSignature:
      'YT++0oJQUrv6u8PqqWh3Gmdi9qYCAnDhalx1j1GjXbzRCpQfUhnjWlWoPgP7VsFYMhnIF+6TYWec+xN/c8MTDA==',
    recipientSignature:
      'vNiLl5NuQNLk8xZh0f9xEPZ4oP4UFzfLc5YW/8MFas0500sywFERT1ZVo/ofFx9wT773Tw/5sHNZxw4W5eUYDA==',
    helloBob: 'BwcHBwcHBwcHBwcHT+TtMe47cnVh2Fz24Ae88xNstTnm/yUKjA==',
  });
}

function wrongSignatures(cases: CryptoCases, results: CaseResults): string[] {
  return cases.signatures.flatMap(({ name, valid }, i) => {
    const verdicts = results.signatures[i]?.map((verdict) => verdict === true);
    return verdicts?.every((verdict) => verdict === valid) ? [] : [`${name}: ${results.signatures[i]}`];
  });
}

async function wrongAgreements(cases: CryptoCases, results: CaseResults): Promise<string[]> {
  const wrong: string[] = [];
  for (const [i, row] of cases.agreements.entries()) {
    const expected =
      row.sharedSecret === null
        ? 'error: all-zero'
        : await fingerprintOf(importAeadKey(hexDecode(row.sharedSecret)));
    const derived =
      row.sharedSecret === null
        ? 'error: all-zero'
        : await fingerprintOf(
            importAeadKey(hkdfSha256(hexDecode(row.sharedSecret), DERIVED_USE.info, 32, DERIVED_USE.salt)),
          );
    const [accepted, native, noble, ...derivedKeys] = results.agreements[i] ?? [];
    const intakeIsTheirs = row.name.startsWith('wycheproof') && row.sharedSecret !== null;
    if (native !== expected || noble !== expected) wrong.push(`${row.name}: ${native}, ${noble}`);
    if (derivedKeys.some((key) => key !== derived)) wrong.push(`${row.name}: ${derivedKeys}`);
    if (!intakeIsTheirs && accepted !== (row.accepted && row.sharedSecret !== null))
      wrong.push(`${row.name}: intake`);
  }
  return wrong;
}

function wrongAead(cases: CryptoCases, results: CaseResults): string[] {
  return cases.aead.flatMap((row, i) => {
    const [made = '', opened = ''] = results.aead[i] ?? [];
    const right = row.valid ? made === row.sealed && opened === row.plaintext : opened.startsWith('error: ');
    return right ? [] : [`${row.name}: ${made}, ${opened}`];
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AcceptCase } from '../../../scripts/vectors/support/vector-file.ts';
import { readVectorFile } from '../../support/book/vector-file.ts';

/** The block of check values as the book prints it. */
const printed = /### 2\.10 Check values[\s\S]*?```\n([\s\S]*?)```/.exec(
  readFileSync(join(import.meta.dirname, '../../../docs/protocol.md'), 'utf8'),
)![1]!;

function accepted(format: string, name: string): AcceptCase {
  const found = readVectorFile(format).accept.find((one) => one.name === name);
  if (!found) throw new Error(`${format}.json has no "${name}"`);
  return found;
}

describe('the check values of protocol.md §2.10', () => {
  const { signed_contract } = accepted('contract', 'the request completed').output as {
    signed_contract: { requestor_signature: string; recipient_signature: string };
  };
  const verified = accepted('contract', 'the contract');

  it.each([
    ['alice did', accepted('did', 'Alice').output.did],
    ['bob did', accepted('did', 'Bob').output.did],
    ['root secret', accepted('agreement', 'root secret of Alice and Bob').output.shared_secret_hex],
    ['wrapping key', accepted('contract-request', 'a request').steps?.wrapping_key_hex],
    ['sha256', verified.steps?.request_sha256_hex],
    ['requestor_signature', signed_contract.requestor_signature],
    ['recipient_signature', signed_contract.recipient_signature],
    ['contract_id', verified.output.contract_id],
    ['AES-GCM', accepted('encryption', 'Hello Bob under the root secret of Alice and Bob').output.sealed],
  ])('%s is the one in the vectors', (name, value) => {
    const at = printed.indexOf(name);
    expect(at, name).toBeGreaterThanOrEqual(0);
    const next = /[^\s(),]{40,}/.exec(printed.slice(at))?.[0];
    expect(next).toBe(value);
  });
});

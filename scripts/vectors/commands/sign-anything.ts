import { base64Encode } from '../../../lib/crypto/base64.ts';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue } from '../../../lib/crypto/canonical.ts';
import { personas } from '../support/personas.ts';

/** Signs any header and payload that have a canonical form; our own `signCommand` refuses what is not a command. */
export async function signAnything(
  header: JsonValue,
  payload: JsonValue,
  as: 'alice' | 'bob' | 'carol' = 'alice',
): Promise<{ header: JsonValue; payload: JsonValue; signature: string }> {
  const bytes = utf8(canonicalJson({ header, payload }));
  return { header, payload, signature: base64Encode(await personas[as].signer.sign(bytes)) };
}

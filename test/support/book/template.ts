import { isDeepStrictEqual } from 'node:util';
import { decryptAead, encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { type Bytes, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue } from '../../../lib/crypto/canonical.ts';
import { importVerifyKey } from '../../../lib/crypto/signature.ts';
import { type Contract, contractId } from '../../../lib/protocol/contract.ts';
import { openShare, parseRewrappedShare } from '../../../lib/protocol/held-record.ts';

type JsonObject = { [name: string]: JsonValue };

/** What a conversation knows: values that were kept, values of the file, and the key of the mediator. */
export interface Known {
  kept: Map<string, JsonValue>;
  values: JsonObject;
  signingKey: Bytes;
  preKeySeeds: { [persona: string]: Bytes };
}

/** The value that a text with references stands for. Throws naming a reference that is not known. */
export function resolved(template: JsonValue, known: Known): JsonValue {
  if (Array.isArray(template)) return template.map((item) => resolved(item, known));
  if (typeof template !== 'object' || template === null) return template;
  if (typeof template.$ref === 'string') return lookUp(template.$ref, known);
  if (template.$contract_id !== undefined) return idOf(resolved(template.$contract_id, known));
  if (typeof template.repeat === 'string' && typeof template.times === 'number')
    return template.repeat.repeat(template.times);
  return Object.fromEntries(Object.entries(template).map(([name, inner]) => [name, resolved(inner, known)]));
}

/** Compares a value with its template and keeps what is to be kept. Throws saying where they differ. */
export async function match(
  value: JsonValue,
  template: JsonValue,
  known: Known,
  path = 'reply',
): Promise<void> {
  const differ = (why: string): never => {
    throw new Error(`${path} ${why}: ${JSON.stringify(value)?.slice(0, 400)}`);
  };
  if (typeof template !== 'object' || template === null) {
    if (value !== template) differ(`is not ${JSON.stringify(template)}`);
  } else if (Array.isArray(template)) {
    if (!Array.isArray(value) || value.length !== template.length) {
      differ(`is not a list of ${template.length}`);
      return;
    }
    for (const [at, item] of template.entries())
      await match(value[at] ?? null, item, known, `${path}[${at}]`);
  } else if (typeof template.$capture === 'string') {
    if (template.as !== undefined) await match(value, template.as, known, path);
    if (known.kept.has(template.$capture)) differ(`is to be kept as ${template.$capture}, which is taken`);
    known.kept.set(template.$capture, value);
  } else if (Array.isArray(template.$unordered)) {
    await matchInAnyOrder(value, template.$unordered, known, path);
  } else if (template.$signature_of !== undefined) {
    const over = resolved(template.over ?? null, known);
    const verifier = await importVerifyKey(known.signingKey);
    if (!(await verifier.verify(utf8(canonicalJson(over)), base64Decode(String(value)))))
      differ('is not the mediator’s signature');
  } else if (typeof template.$share_for === 'string') {
    if (!(await opensTo(value, template, known))) differ('does not open to the content key');
  } else if (isReference(template)) {
    if (!isDeepStrictEqual(value, resolved(template, known))) differ('is another value than the one before');
  } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    differ('is no object');
  } else {
    const names = Object.keys(value).filter((name) => !Object.hasOwn(template, name));
    if (names.length > 0) differ(`has also ${names.join(', ')}`);
    for (const [name, inner] of Object.entries(template)) {
      if (!Object.hasOwn(value, name)) differ(`has no ${name}`);
      await match(value[name] ?? null, inner, known, `${path}.${name}`);
    }
  }
}

/** Opens a share with the persona's pre-key, and with the key in it what the expected content key sealed. */
async function opensTo(value: JsonValue, template: JsonObject, { preKeySeeds }: Known): Promise<boolean> {
  const seed = preKeySeeds[String(template.$share_for)];
  if (!seed) throw new Error(`nobody is called ${String(template.$share_for)}`);
  const opened = await openShare(
    parseRewrappedShare(value),
    agreerFromSeed(seed),
    String(template.commitment),
  );
  const expected = await importAeadKey(hexDecode(String(template.content_key_hex)));
  const sealed = await encryptAead(expected, utf8('the same key'));
  return decryptAead(opened, sealed).then(
    () => true,
    () => false,
  );
}

async function matchInAnyOrder(
  value: JsonValue,
  templates: JsonValue[],
  known: Known,
  path: string,
): Promise<void> {
  const left = Array.isArray(value) ? [...value] : [];
  if (left.length !== templates.length) throw new Error(`${path} is not a list of ${templates.length}`);
  for (const template of templates) {
    const fits = await Promise.all(
      left.map((item) =>
        match(item, template, known, path).then(
          () => true,
          () => false,
        ),
      ),
    );
    const at = fits.indexOf(true);
    if (at < 0) throw new Error(`${path} has nothing that fits ${JSON.stringify(template).slice(0, 200)}`);
    left.splice(at, 1);
  }
}

function isReference(template: JsonObject): boolean {
  return '$ref' in template || '$contract_id' in template || ('repeat' in template && 'times' in template);
}

function lookUp(reference: string, { kept, values }: Known): JsonValue {
  const value = kept.get(reference) ?? values[reference];
  if (value === undefined) throw new Error(`nothing is called ${reference}`);
  return value;
}

function idOf(signed: JsonValue): string {
  const { contract } = signed as { contract: JsonValue } as { contract: Contract };
  return contractId(contract);
}

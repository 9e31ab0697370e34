/** Inputs for parsers: mutations that know the structure of valid seeds, and plain bytes. Same random, same inputs. */
import canonicalize from 'canonicalize';
import type { Random } from '../support/random.ts';

const MAGIC_TEXTS = [
  '',
  ' ',
  'null',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'did:decentrl:',
  'did:web:localhost%3A1',
  `did:web:${'a.'.repeat(200)}`,
  '=',
  '====',
  'z6Mk',
  'z6LS',
  '\ud800',
  '\udfff\ud800',
  '\0',
  'e\u0301',
  '\u202etxt',
  '🦊'.repeat(40),
  '../../etc/passwd',
  "' or 1=1 --",
  '('.repeat(5_000),
  '%'.repeat(3_000),
  'a:'.repeat(900),
];
const MAGIC_NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1,
  1e21,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 53 - 1,
  1e11,
  1e11 + 1,
];

type Json = unknown;

/** A text that has surprised parsers before; once in a while a long one. */
function anyText(random: Random): string {
  return random.chance(0.004) ? 'A'.repeat(random.pick([70_000, 300_000])) : (random.pick(MAGIC_TEXTS) ?? '');
}

function nested(depth: number, inner: Json): Json {
  let value = inner;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function anyValue(random: Random): Json {
  switch (random.below(12)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.pick(MAGIC_NUMBERS);
    case 3:
      return [];
    case 4:
      return {};
    case 5:
      return nested(random.below(60), 'x');
    case 6:
      return random.chance(0.05) ? nested(2_000, 1) : nested(33, null);
    case 7:
      return random.chance(0.05) ? Array.from({ length: 20_000 }, (_, at) => at) : [null, 1, 'x'];
    case 8:
      return Object.fromEntries(
        Array.from({ length: random.chance(0.05) ? 5_000 : 257 }, (_, at) => [`k${at}`, at]),
      );
    case 9:
      return JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as Json;
    default:
      return anyText(random);
  }
}

/** A text with a few of its characters changed, moved, repeated or cut. */
export function mutateText(random: Random, text: string): string {
  let out = text;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(out.length + 1);
    switch (random.below(8)) {
      case 0:
        out = out.slice(0, at) + String.fromCharCode(random.below(256)) + out.slice(at + 1);
        break;
      case 1:
        out = out.slice(0, at) + out.slice(at + 1 + random.below(4));
        break;
      case 2:
        out = out.slice(0, at) + anyText(random) + out.slice(at);
        break;
      case 3:
        out = out.slice(0, at);
        break;
      case 4:
        out = out.slice(0, at) + out.slice(0, at).slice(-20) + out.slice(at);
        break;
      case 5: {
        const code = out.charCodeAt(at) || 0x41;
        out = out.slice(0, at) + String.fromCharCode(code ^ (1 << random.below(8))) + out.slice(at + 1);
        break;
      }
      case 6:
        out = out.slice(0, at) + String.fromCharCode(0xd800 + random.below(0x800)) + out.slice(at);
        break;
      default: {
        const other = random.below(out.length + 1);
        const [from, to] = at < other ? [at, other] : [other, at];
        out = out.slice(0, from) + out.slice(to) + out.slice(from, Math.min(to, from + 100));
      }
    }
  }
  return out;
}

function swapCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}

function mutateLeaf(random: Random, value: Json): Json {
  if (random.chance(0.25)) return anyValue(random);
  if (typeof value === 'string') return random.chance(0.1) ? swapCase(value) : mutateText(random, value);
  if (typeof value === 'number') return random.chance(0.5) ? value + random.pick([-1, 1, 1e10, 0.5]) : -value;
  return anyValue(random);
}

/** A copy of a JSON value with one to three places changed: values, members, order, types. */
export function mutateJson(random: Random, value: Json): Json {
  const root = { root: structuredClone(value) } as Record<string, Json>;
  for (let times = 1 + random.below(3); times > 0; times--) {
    let holder = root as Record<string, Json>;
    let key = 'root';
    while (random.chance(0.85)) {
      const here = holder[key];
      if (typeof here !== 'object' || here === null) break;
      const keys = Object.keys(here);
      if (keys.length === 0) break;
      holder = here as Record<string, Json>;
      key = random.pick(keys) ?? key;
    }
    switch (random.below(7)) {
      case 0:
        if (holder !== root) delete holder[key];
        break;
      case 1: {
        const name = random.chance(0.3) ? '__proto__' : mutateText(random, key);
        // No JSON text has an array of a billion holes, which a far index would make.
        const isFar = Array.isArray(holder) && Number(name) > holder.length;
        Object.defineProperty(holder, isFar ? String(holder.length) : name, {
          value: anyValue(random),
          enumerable: true,
          configurable: true,
          writable: true,
        });
        break;
      }
      case 2: {
        const other = random.pick(Object.keys(holder)) ?? key;
        [holder[key], holder[other]] = [holder[other], holder[key]];
        break;
      }
      case 3:
        holder[key] = [holder[key], holder[key]];
        break;
      default:
        holder[key] = mutateLeaf(random, holder[key]);
    }
  }
  return root.root;
}

/** Any bytes as text, as a careless decoder would make it. */
export function noise(random: Random): string {
  const bytes = Uint8Array.from({ length: random.below(random.chance(0.02) ? 4_000 : 200) }, () =>
    random.below(256),
  );
  return new TextDecoder(random.chance(0.5) ? 'latin1' : 'utf-8').decode(bytes);
}

/** Half of the time canonical, so that parsers which insist on that are looked into. */
function write(random: Random, value: Json): string {
  if (random.chance(0.5)) {
    try {
      return canonicalize(value) ?? '';
    } catch {
      // What has no canonical form is an input all the same.
    }
  }
  return JSON.stringify(value) ?? '';
}

/** A JSON text made from one of the seeds, or noise: mutated as a value, as a text, or as both. */
export function jsonText(random: Random, seeds: readonly Json[]): string {
  const kind = random.below(20);
  if (kind === 0) return noise(random);
  const seed = random.pick(seeds);
  if (kind === 1) return JSON.stringify(seed);
  const text = write(random, kind < 15 ? mutateJson(random, seed) : seed);
  return kind < 12 ? text : mutateText(random, text);
}

/** A text made from one of the seeds, or noise. */
export function plainText(random: Random, seeds: readonly string[]): string {
  if (random.chance(0.05)) return noise(random);
  const seed = random.pick(seeds) ?? '';
  return random.chance(0.02) ? seed : mutateText(random, seed);
}

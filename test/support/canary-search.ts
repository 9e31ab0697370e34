import { base58 } from '@scure/base';

/** Something that must never leave the device, by a name for the report. */
export interface Canary {
  name: string;
  bytes: Uint8Array;
}

/** A text that must never leave the device. */
export function textCanary(name: string, text: string): Canary {
  return { name, bytes: new TextEncoder().encode(text) };
}

/**
 * Base64 of bytes that may begin anywhere within other bytes: three alignments, each without the characters that
 * neighbours have a part in.
 */
function base64Cores(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const text = shifted.toString('base64').replace(/=+$/, '');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((shifted.length * 8) / 6);
    return text.slice(first, last);
  });
}

function forms({ bytes }: Canary): [form: string, needle: Buffer][] {
  const buffer = Buffer.from(bytes);
  const base64 = base64Cores(bytes);
  const text = buffer.toString('utf8');
  return [
    ['raw', buffer],
    ['hex', Buffer.from(buffer.toString('hex'))],
    ['HEX', Buffer.from(buffer.toString('hex').toUpperCase())],
    ...base64.map((core): [string, Buffer] => ['base64', Buffer.from(core)]),
    ...base64.map((core): [string, Buffer] => [
      'base64url',
      Buffer.from(core.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
    ['base58', Buffer.from(base58.encode(bytes))],
    ['utf-16', Buffer.from(text, 'utf16le')],
    ['escaped', Buffer.from(encodeURIComponent(text))],
    ['json', Buffer.from(JSON.stringify(text).slice(1, -1))],
  ];
}

/**
 * Names of the canaries found in `haystack`, with the form they were found in: raw, hex, base64 at any alignment,
 * base64url, base58 by itself, UTF-16, percent-encoded, JSON. Throws for canaries under six bytes: they turn up by chance.
 */
export function findCanaries(haystack: Uint8Array, canaries: Canary[]): string[] {
  const text = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
  return canaries.flatMap((canary) => {
    if (canary.bytes.length < 6) throw new Error(`${canary.name} is too short to be searched for.`);
    const found = forms(canary).filter(([, needle]) => text.includes(needle));
    return [...new Set(found.map(([form]) => `${canary.name} (${form})`))];
  });
}

import fc from 'fast-check';
import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';
import { describe, expect, it } from 'vitest';
import { utf8, utf8Decode } from '../../../lib/crypto/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { parseCid, rawCid } from '../../../lib/protocol/cid.ts';
import { buildIndexFiles, parseIndexFile } from '../../../lib/protocol/index-file.ts';

const refusal = (reason: string) => expect.objectContaining({ name: 'ProtocolError', reason });
const V0 = 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG';
const digest = (code: number, bytes: Uint8Array) => CID.createV1(0x55, Digest.create(code, bytes)).toString();

describe('a CID', () => {
  it('of bytes is the one everybody makes', () => {
    expect(rawCid(utf8('hello'))).toBe('bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq');
  });

  it('is one text in whatever version and base it came', () => {
    const v1 = CID.parse(V0).toV1();
    expect(parseCid(V0)).toBe(v1.toString());
    expect(parseCid(v1.toString())).toBe(v1.toString());
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const cid = rawCid(bytes);
        expect(parseCid(cid)).toBe(cid);
        expect(cid).toMatch(/^bafkrei[a-z2-7]{52}$/);
      }),
    );
  });

  it.each([
    ['an identity hash', digest(0x00, utf8('everything is in the name'))],
    ['an empty identity hash', digest(0x00, new Uint8Array())],
    ['sha1', digest(0x11, new Uint8Array(20))],
    ['sha2-512', digest(0x13, new Uint8Array(64))],
    ['sha2-256 of another length', digest(0x12, new Uint8Array(16))],
    ['another codec', CID.createV1(0x71, Digest.create(0x12, sha256(utf8('x')))).toString()],
    ['a path behind it', `${V0}/index.html`],
    ['nothing', ''],
    ['upper case', rawCid(utf8('x')).toUpperCase()],
    ['a space', ` ${V0}`],
    ['padding', `${rawCid(utf8('x'))}=====`],
    ['a megabyte', `b${'a'.repeat(1_000_000)}`],
    ['loose bits at the end', `${rawCid(utf8('hello')).slice(0, -1)}r`],
  ])('is refused as %s', (_, text) => {
    expect(() => parseCid(text)).toThrow(refusal('cid'));
  });

  it('never ends in anything but a refusal', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseCid(text)).toThrow(refusal('cid'));
      }),
    );
  });
});

describe('an index file', () => {
  const room = fc.stringMatching(/^[0-9a-f]{64}$/);
  const cid = fc.uint8Array({ minLength: 1, maxLength: 8 }).map(rawCid);
  const entries = fc.array(fc.record({ roomId: room, cid }), { maxLength: 60 });

  it('lists everything once, in order, in files of at most so many bytes', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 300, max: 3000 }), (given, maxBytes) => {
        const files = buildIndexFiles(given, maxBytes);
        const listed = files.flatMap((file) => file.entries.map((entry) => entry.cid));
        expect(listed).toEqual([...new Set(given.map((entry) => entry.cid))]);
        for (const file of files) {
          expect(file.bytes.length).toBeLessThanOrEqual(maxBytes);
          expect(file.cid).toBe(rawCid(file.bytes));
          const content = parseIndexFile(file.bytes);
          expect(Object.values(content).flat().sort()).toEqual(file.entries.map((e) => e.cid).sort());
        }
      }),
    );
  });

  it('may have more rooms than other objects keys, and is canonical all the same', () => {
    const given = Array.from({ length: 600 }, (_, n) => ({
      roomId: n.toString(16).padStart(64, '0'),
      cid: rawCid(utf8(String(n))),
    }));
    const [file, ...others] = buildIndexFiles(given.toReversed());
    expect(others).toEqual([]);
    const rooms = Object.keys(parseIndexFile(file?.bytes ?? new Uint8Array()));
    expect(rooms).toEqual(given.map(({ roomId }) => roomId));
  });

  it.each([
    ['another order of rooms', `{"${'b'.repeat(64)}":[],"${'a'.repeat(64)}":[]}`],
    ['white space', `{"${'a'.repeat(64)}": []}`],
    ['a room twice', `{"${'a'.repeat(64)}":[],"${'a'.repeat(64)}":[]}`],
    ['a room that is none', '{"__proto__":[]}'],
    ['something that is no CID', `{"${'a'.repeat(64)}":["x"]}`],
    ['a list', '[]'],
    ['no JSON', '{'],
  ])('is refused with %s', (_, text) => {
    expect(() => parseIndexFile(utf8(text))).toThrow(refusal('index-file'));
  });

  it('is refused beyond 1 MiB, and with bytes that are no text', () => {
    expect(() => parseIndexFile(new Uint8Array(1_048_577).fill(0x20))).toThrow(refusal('index-file'));
    expect(() => parseIndexFile(Uint8Array.of(0xff))).toThrow(refusal('index-file'));
    expect(utf8Decode(utf8('{}'))).toBe('{}');
  });
});

/**
 * Makes the rows of data/edge-cases.json: keys and signatures on which Ed25519 and X25519 libraries are known to
 * disagree. Deterministic, so that the test beside it can show that the data is what this file makes.
 * `node test/vectors/make-edge-cases.ts > test/vectors/data/edge-cases.json`
 */
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { base64Decode } from '../../lib/crypto/base64.ts';
import { concatBytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import type { AgreementCase, SignatureCase } from '../support/crypto-cases.ts';

type Point = typeof ed25519.Point.BASE;
const { Point } = ed25519;
const L = Point.Fn.ORDER;
const P = Point.Fp.ORDER;
const secret = 0x1234_5678_9abc_def0_1357_9bdf_0246_8acen % L;
const nonceScalar = 0x0f1e_2d3c_4b5a_6978_8796_a5b4_c3d2_e1f0n % L;

const mod = (value: bigint, order = L) => ((value % order) + order) % order;

function little(value: bigint, top = 0): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[i] = Number((value >> BigInt(8 * i)) & 0xffn);
  bytes[31] = (bytes[31] as number) | top;
  return bytes;
}

function fromLittle(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

const challenge = (r: Uint8Array, a: Uint8Array, message: Uint8Array) =>
  mod(fromLittle(sha512(concatBytes(r, a, message))));

/** A point of order 8, and with it the whole torsion subgroup. */
function torsionPoints(): Point[] {
  const eighth = Point.fromBytes(
    hexDecode('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'),
    true,
  );
  const points = [Point.ZERO];
  for (let i = 1; i < 8; i++) points.push((points[i - 1] as Point).add(eighth));
  return points;
}

/** Encodings of small-order points that are not canonical: y ≥ p, or x = 0 with its sign set. */
const nonCanonical = [
  ['y = p', little(P)],
  ['y = p, sign', little(P, 0x80)],
  ['y = p + 1', little(P + 1n)],
  ['y = p + 1, sign', little(P + 1n, 0x80)],
  ['y = 1, sign', little(1n, 0x80)],
  ['y = p - 1, sign', little(P - 1n, 0x80)],
] as const;

function row(
  name: string,
  a: Uint8Array,
  message: Uint8Array,
  r: Uint8Array,
  s: Uint8Array,
  valid = false,
): SignatureCase {
  return { name, publicKey: hex(a), message: hex(message), signature: hex(r) + hex(s), valid };
}

const honestKey = Point.BASE.multiply(secret).toBytes();
const honestR = Point.BASE.multiply(nonceScalar).toBytes();
const message = utf8('hello');

function signed(r: Uint8Array, rScalar: bigint, a: Uint8Array, text: Uint8Array, extra = 0n): Uint8Array {
  return little(mod(rScalar + challenge(r, a, text) * secret) + extra);
}

function honestRows(): SignatureCase[] {
  const texts = [new Uint8Array(0), message, new Uint8Array(1000).fill(0x61), utf8('ß – 漢字')];
  const rows = texts.map((text, i) =>
    row(`honest ${i}`, honestKey, text, honestR, signed(honestR, nonceScalar, honestKey, text), true),
  );
  for (let i = 0; i < 8; i++) {
    const seed = new Uint8Array(32).fill(i + 1);
    const signature = ed25519.sign(message, seed);
    rows.push(
      row(
        `seed ${i + 1}`,
        ed25519.getPublicKey(seed),
        message,
        signature.slice(0, 32),
        signature.slice(32),
        true,
      ),
    );
  }
  return rows;
}

function malleableRows(): SignatureCase[] {
  const s = signed(honestR, nonceScalar, honestKey, message);
  const value = fromLittle(s);
  const with_ = (name: string, changed: Uint8Array) => row(name, honestKey, message, honestR, changed);
  return [
    with_('S + L', little(value + L)),
    with_('S + 2L', little(value + 2n * L)),
    with_('S + 8L', little(value + 8n * L)),
    with_('S = L', little(L)),
    with_('S = L - 1', little(L - 1n)),
    with_('S = 0', little(0n)),
    with_('S with its top bit', little(value, 0x80)),
    with_('S with its top three bits', little(value, 0xe0)),
    row('R and S of another message', honestKey, utf8('hallo'), honestR, s),
    row('empty R', honestKey, message, new Uint8Array(0), s),
    row('short S', honestKey, message, honestR, s.slice(0, 31)),
    row('long S', honestKey, message, honestR, concatBytes(s, Uint8Array.of(0))),
    row('short key', honestKey.slice(0, 31), message, honestR, s),
    row('long key', concatBytes(honestKey, Uint8Array.of(0)), message, honestR, s),
    row('no key', new Uint8Array(0), message, honestR, s),
    row('no signature', honestKey, message, new Uint8Array(0), new Uint8Array(0)),
  ];
}

/** A is of small order: with S = 0, R = -kA makes the equation true for every message whose k fits. */
function smallOrderKeyRows(): SignatureCase[] {
  const rows: SignatureCase[] = [];
  torsionPoints().forEach((a, i) => {
    torsionPoints().forEach((r, j) => {
      const found = findMessage((text) => {
        const k = challenge(r.toBytes(), a.toBytes(), text);
        return a
          .multiplyUnsafe(k % 8n === 0n ? 8n : k % 8n)
          .add(r)
          .equals(Point.ZERO);
      });
      rows.push(row(`small-order A${i}, R${j}, S = 0`, a.toBytes(), found, r.toBytes(), little(0n)));
    });
  });
  for (const [name, encoded] of nonCanonical) {
    rows.push(row(`A not canonical: ${name}`, encoded, message, little(1n), little(0n)));
    rows.push(row(`A and R not canonical: ${name}`, encoded, message, encoded, little(0n)));
  }
  for (let k = 0n; k < 19n; k++) {
    rows.push(row(`A = encoding of p + ${k}`, little(P + k), message, honestR, little(1n)));
  }
  return rows;
}

/** A or R is honest plus a torsion part: what cofactorless and cofactored verification disagree on. */
function torsionedRows(): SignatureCase[] {
  const rows: SignatureCase[] = [];
  torsionPoints().forEach((torsion, i) => {
    if (i > 0) {
      const a = Point.BASE.multiply(secret).add(torsion).toBytes();
      const agreeing = findMessage((text) => challenge(honestR, a, text) % 8n === 0n);
      const differing = findMessage((text) => challenge(honestR, a, text) % 8n !== 0n);
      rows.push(
        row(
          `torsioned A${i}, both equations true`,
          a,
          agreeing,
          honestR,
          signed(honestR, nonceScalar, a, agreeing),
        ),
      );
      rows.push(
        row(
          `torsioned A${i}, cofactored only`,
          a,
          differing,
          honestR,
          signed(honestR, nonceScalar, a, differing),
        ),
      );
      const r = Point.BASE.multiply(nonceScalar).add(torsion).toBytes();
      rows.push(row(`torsioned R${i}`, honestKey, message, r, signed(r, nonceScalar, honestKey, message)));
      const both = findMessage((text) => {
        const k = challenge(r, a, text) % 8n;
        return torsion
          .multiplyUnsafe(k === 0n ? 8n : k)
          .add(torsion)
          .equals(Point.ZERO);
      });
      rows.push(
        row(`torsioned A${i} and R${i}, both equations true`, a, both, r, signed(r, nonceScalar, a, both)),
      );
    }
    const small = torsion.toBytes();
    rows.push(row(`small-order R${i}`, honestKey, message, small, signed(small, 0n, honestKey, message)));
  });
  for (const [name, encoded] of nonCanonical) {
    rows.push(
      row(`R not canonical: ${name}`, honestKey, message, encoded, signed(encoded, 0n, honestKey, message)),
    );
  }
  const inverse = Point.BASE.multiply(secret).negate().toBytes();
  rows.push(row('R = -A, S of a wrong scalar', honestKey, message, inverse, little(0n)));
  return rows;
}

function findMessage(fits: (text: Uint8Array) => boolean): Uint8Array {
  for (let i = 0; i < 512; i++) {
    const text = utf8(`message ${i}`);
    if (fits(text)) return text;
  }
  return message;
}

/** The row protocol.md §3 names. */
function namedRow(): SignatureCase {
  const signature = base64Decode(
    'aoTVg/Blae2z9e1332VUSyfWlItPCyy3bzPdhBOyBxkU+CXHqnBgKrruKocsDJZr2jooFwmZ8fGIb3VTJuYbCQ==',
  );
  const key = base64Decode('iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=');
  return row('protocol.md §3', key, message, signature.slice(0, 32), signature.slice(32));
}

function agreementRows(): AgreementCase[] {
  const secretKey = new Uint8Array(32).fill(3);
  const rows: AgreementCase[] = [];
  const add = (name: string, publicKey: Uint8Array, accepted: boolean) => {
    let sharedSecret: string | null = null;
    try {
      sharedSecret = hex(x25519.getSharedSecret(secretKey, publicKey));
    } catch {}
    rows.push({ name, secretKey: hex(secretKey), publicKey: hex(publicKey), accepted, sharedSecret });
  };
  const lowOrder = [
    0n,
    1n,
    325606250916557431795983626356110631294008115727848805560023387167927233504n,
    39382357235489614581723060781553021112529911719440698176882885853963445705823n,
    P - 1n,
  ];
  for (const u of lowOrder) {
    add(`low order ${hex(little(u))}`, little(u), false);
    add(`low order with the top bit ${hex(little(u))}`, little(u, 0x80), false);
  }
  for (let k = 0n; k < 19n; k++) {
    add(`u = p + ${k}`, little(P + k), false);
    add(`u = p + ${k} with the top bit`, little(P + k, 0x80), false);
  }
  for (let i = 4; i < 12; i++) {
    const publicKey = x25519.getPublicKey(new Uint8Array(32).fill(i));
    add(`honest ${i}`, publicKey, true);
    add(`honest ${i} with the top bit`, little(fromLittle(publicKey), 0x80), false);
  }
  for (const u of [2n, 3n, 5n, 9n, P - 2n, P - 3n]) add(`u = ${u}`, little(u), true);
  return rows;
}

/** All rows. */
export function makeEdgeCases(): { signatures: SignatureCase[]; agreements: AgreementCase[] } {
  return {
    signatures: [...honestRows(), ...malleableRows(), ...smallOrderKeyRows(), ...torsionedRows(), namedRow()],
    agreements: agreementRows(),
  };
}

if (process.argv[1] === import.meta.filename) {
  process.stdout.write(`${JSON.stringify(makeEdgeCases(), null, 1)}\n`);
}

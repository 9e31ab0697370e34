/**
 * The two protobuf messages that `ipfs add` wraps files in: a dag-pb node and, in its data, UnixFS. Index files of ours
 * are single raw blocks; others' may be files of several blocks. Only fields that a file needs are read, in bounds.
 */
import { CID } from 'multiformats/cid';
import { AnchorError } from './anchor-error.ts';

/** A node of a file: its own bytes, and the CIDs of the parts that follow, in order. */
export interface FileNode {
  data: Uint8Array;
  links: string[];
}

interface Field {
  number: number;
  /** Of wire type 2; empty for numbers. */
  bytes: Uint8Array;
  /** Of wire type 0. */
  value: number;
}

const RAW = 0;
const FILE = 2;
const MAX_LINKS = 256;

/** A dag-pb block as a part of a file; throws `AnchorError('malformed')` for directories, shards and what is no node. */
export function readFileNode(block: Uint8Array): FileNode {
  const fields = [...fieldsOf(block)];
  const links = fields.filter(({ number }) => number === 2).map(({ bytes }) => linkOf(bytes));
  const content = fields.find(({ number }) => number === 1)?.bytes;
  if (content === undefined || links.length > MAX_LINKS) throw new AnchorError('malformed');
  let type = -1;
  let data: Uint8Array = new Uint8Array(0);
  for (const field of fieldsOf(content)) {
    if (field.number === 1) type = field.value;
    if (field.number === 2) data = field.bytes;
  }
  if (type !== RAW && type !== FILE) throw new AnchorError('malformed');
  return { data, links };
}

function linkOf(bytes: Uint8Array): string {
  const hash = [...fieldsOf(bytes)].find(({ number }) => number === 1)?.bytes;
  try {
    return CID.decode(hash ?? new Uint8Array(0)).toString();
  } catch (cause) {
    throw new AnchorError('malformed', { cause });
  }
}

function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 49; shift += 7) {
      const byte = message[at];
      if (byte === undefined) break;
      at++;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new AnchorError('malformed');
  };
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const value = varint();
    if (tag % 8 === 0) yield { number, bytes: new Uint8Array(0), value };
    else if (tag % 8 === 2 && value <= message.length - at) {
      yield { number, bytes: message.subarray(at, at + value), value: 0 };
      at += value;
    } else throw new AnchorError('malformed');
  }
}

import { hexDecode, utf8, utf8Decode } from '../../../lib/crypto/bytes.ts';
import { rawCid } from '../../../lib/protocol/cid.ts';
import { buildIndexFiles, parseIndexFile } from '../../../lib/protocol/index-file.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  entries: { room_id: string; cid: string }[];
  max_bytes: number;
  text: string;
  bytes_hex: string;
}

const read = (bytes: Uint8Array<ArrayBuffer>) => {
  const content = Object.fromEntries(
    Object.entries(parseIndexFile(bytes)).map(([room, cids]) => [room, [...cids]]),
  );
  return { output: { content, cid: rawCid(bytes) } };
};

runVectors<Input>('index-file', {
  make({ entries, max_bytes }) {
    const files = buildIndexFiles(
      entries.map(({ room_id, cid }) => ({ roomId: room_id, cid })),
      max_bytes,
    );
    return { output: { files: files.map(({ bytes, cid }) => ({ text: utf8Decode(bytes), cid })) } };
  },
  read: ({ text }) => read(utf8(text)),
  'read-bytes': ({ bytes_hex }) => read(hexDecode(bytes_hex)),
});

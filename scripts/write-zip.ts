import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** 1980-01-01 00:00, the oldest time a zip can hold. */
const DOS_DATE = 0x21;
const DOS_TIME = 0;
/** Bit 11: names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATE = 8;

/** The fields that a zip's local and central headers share, from version to extra length. */
function sharedHeader(crc: number, packed: number, size: number, nameLength: number): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(FLAGS, 2);
  header.writeUInt16LE(DEFLATE, 4);
  header.writeUInt16LE(DOS_TIME, 6);
  header.writeUInt16LE(DOS_DATE, 8);
  header.writeUInt32LE(crc, 10);
  header.writeUInt32LE(packed, 14);
  header.writeUInt32LE(size, 18);
  header.writeUInt16LE(nameLength, 22);
  return header;
}

/**
 * Zips a folder so that equal contents give equal bytes: names sorted, one fixed time, no owner, no mode. That is
 * what lets anybody compare a release with its source (security.md T-97). Returns the size in bytes.
 */
export async function writeZip(folder: string, zipFile: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const name of names) {
    const bytes = await readFile(join(folder, name));
    const packed = deflateRawSync(bytes, { level: 9 });
    const nameBytes = Buffer.from(name);
    const shared = sharedHeader(crc32(bytes), packed.length, bytes.length, nameBytes.length);
    const local = [Buffer.from('PK\x03\x04', 'latin1'), shared, nameBytes, packed];
    const location = Buffer.alloc(14);
    location.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 0]);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), madeBy, shared, location, nameBytes);
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const directorySize = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(offset, 16);
  const zip = Buffer.concat([...parts, ...directory, end]);
  await writeFile(zipFile, zip);
  return zip.length;
}

import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { writeZip } from '../../../scripts/write-zip.ts';

const folders: string[] = [];
async function folderWith(files: [name: string, text: string][], time: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'companion-zip-'));
  folders.push(folder);
  await mkdir(join(folder, 'in'));
  for (const [name, text] of files) {
    await writeFile(join(folder, name), text);
    await utimes(join(folder, name), time, time);
  }
  return folder;
}
const zipOf = async (folder: string) => {
  const file = `${folder}.zip`;
  folders.push(file);
  const size = await writeZip(folder, file);
  return { file, size, bytes: await readFile(file) };
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** Reads a zip as others do, from the directory at its end; throws when a checksum is wrong. */
function readZip(zip: Buffer): Record<string, string> {
  const end = zip.lastIndexOf('PK\x05\x06');
  const files: Record<string, string> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, nameLength, local] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt32LE(at + 42),
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = inflateRawSync(zip.subarray(start, start + packed));
    if (crc32(bytes) !== zip.readUInt32LE(at + 16)) throw new Error(`${name} is damaged`);
    files[name] = bytes.toString();
    at += 46 + nameLength;
  }
  return files;
}

describe('T-97 writeZip', () => {
  const files: [string, string][] = [
    ['b.txt', 'bbbb'.repeat(50)],
    ['in/a.txt', 'ä'],
    ['empty', ''],
  ];

  it('gives the same bytes for the same files, whatever their order and times', async () => {
    const one = await zipOf(await folderWith(files, 1_000_000));
    const two = await zipOf(await folderWith(files.toReversed(), 2_000_000));
    expect(one.bytes.equals(two.bytes)).toBe(true);
    expect(one.size).toBe(one.bytes.length);
  });

  it('gives other bytes when one character differs', async () => {
    const one = await zipOf(await folderWith(files, 1));
    const two = await zipOf(await folderWith([...files.slice(1), ['b.txt', 'c']], 1));
    expect(one.bytes.equals(two.bytes)).toBe(false);
  });

  it('is read back from its directory', async () => {
    const { bytes } = await zipOf(await folderWith(files, 1));
    expect(readZip(bytes)).toEqual(Object.fromEntries(files));
  });
});

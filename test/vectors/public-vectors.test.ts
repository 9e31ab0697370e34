import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readVectorFile } from '../support/book/vector-file.ts';
import { publicVectors, vectorsIn } from '../support/public-vectors.ts';

describe('the public vectors', () => {
  it('are all there, as they were published', () => {
    const sums = publicVectors
      .text('SHA256SUMS')
      .trim()
      .split('\n')
      .map((line) => /^([0-9a-f]{64}) {2}(.+)$/.exec(line)!.slice(1) as [string, string]);
    const files = readdirSync(publicVectors.path('.'), { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => statSync(publicVectors.path(name)).isFile())
      .filter((name) => !/(^|\/)README\.md$|^SHA256SUMS$|^edge-cases\.json$/.test(name));
    expect(sums.map(([, name]) => name)).toEqual(files.sort());
    for (const [sum, name] of sums) {
      const bytes = readFileSync(publicVectors.path(name));
      expect(createHash('sha256').update(bytes).digest('hex'), name).toBe(sum);
    }
  });
});

describe('a test without cases', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  const planted = vectorsIn(folder);
  const plant = (name: string, text: string) => writeFile(join(folder, name), text);
  afterAll(() => rm(folder, { recursive: true }));

  it('fails for a file that is missing or empty', async () => {
    await plant('empty.json', '');
    await plant('blank.txt', ' \n');
    expect(() => planted.json('gone.json')).toThrow('ENOENT');
    expect(() => planted.bytes('empty.json')).toThrow('is empty');
    expect(() => planted.json('empty.json')).toThrow('is empty');
    expect(() => planted.text('blank.txt')).toThrow('is empty');
  });

  it('fails for a list, an object and a folder with nothing in it', async () => {
    for (const text of ['[]', '{}', 'null', '3', '""']) {
      await plant('nothing.json', text);
      expect(() => planted.json('nothing.json'), text).toThrow('has no cases');
    }
    await mkdir(join(folder, 'nothing'));
    expect(() => planted.names('nothing')).toThrow('is empty');
  });

  it('fails for a file of our own formats that accepts or refuses nothing', async () => {
    const wrong: [object, string][] = [
      [{ accept: [], refuse: [{}] }, 'accepts nothing'],
      [{ refuse: [{}] }, 'accepts nothing'],
      [{ accept: [{}], refuse: [] }, 'refuses nothing'],
      [{ format: 'other', accept: [{}], refuse: [{}] }, 'says it is other'],
    ];
    for (const [file, problem] of wrong) {
      await plant('ours.json', JSON.stringify({ format: 'ours', ...file }));
      expect(() => readVectorFile('ours', folder)).toThrow(problem);
    }
    expect(() => readVectorFile('gone', folder)).toThrow('ENOENT');
    await plant(
      'ours.json',
      JSON.stringify({ format: 'ours', accept: [{}], refuse: [], refuse_note: 'Because.' }),
    );
    expect(readVectorFile('ours', folder).accept).toHaveLength(1);
  });

  it('fails for a Wycheproof file with an empty group', async () => {
    for (const groups of [[], [{ tests: [] }], [{ tests: [{}] }, {}]]) {
      await plant('groups.json', JSON.stringify({ testGroups: groups }));
      expect(() => planted.json('groups.json')).toThrow('without tests');
    }
    await plant('groups.json', JSON.stringify({ testGroups: [{ tests: [{}] }] }));
    expect(planted.json('groups.json')).toBeDefined();
  });
});

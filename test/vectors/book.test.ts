import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allVectors } from '../../scripts/vectors/all-vectors.ts';
import { vectorText } from '../../scripts/vectors/support/vector-text.ts';
import { readVectorFile, vectorFolder } from '../support/book/vector-file.ts';

describe('the published vectors', () => {
  it('are the files their makers make, one each', () => {
    const files = readdirSync(vectorFolder).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(
      Object.keys(allVectors)
        .map((format) => `${format}.json`)
        .sort(),
    );
  });

  it('are run by a test of their name', () => {
    const tests = readdirSync(join(import.meta.dirname, 'book'));
    expect(Object.keys(allVectors).filter((format) => !tests.includes(`${format}.test.ts`))).toEqual([]);
  });

  it.each(Object.keys(allVectors))('%s is what its maker makes, byte for byte', async (format) => {
    const made = await allVectors[format]!();
    const text = readFileSync(join(vectorFolder, `${format}.json`), 'utf8');
    expect(vectorText(made) === text, `run: npm run vectors -- ${format}`).toBe(true);
  });

  it.each(Object.keys(allVectors))('%s names each case once and says why it refuses', (format) => {
    const { accept, refuse, document, about, modules, operations } = readVectorFile(format);
    const names = [...accept, ...refuse].map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    for (const { reason, why } of refuse) {
      expect(reason).toMatch(/^[A-Za-z][A-Za-z0-9_-]*$/);
      expect(why).toMatch(/\.$/);
    }
    expect(document).toMatch(/^[a-z-]+\.md( §\d[\d.]*| \*.+\*)$/);
    expect(about).toMatch(/\.$/);
    expect(modules.length).toBeGreaterThan(0);
    const used = new Set([...accept, ...refuse].map(({ operation }) => operation));
    expect(Object.keys(operations).sort()).toEqual([...used].sort());
    for (const sentence of Object.values(operations)) expect(sentence).toMatch(/\.$/);
  });
});

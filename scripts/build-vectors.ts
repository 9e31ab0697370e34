/**
 * Writes docs/vectors/*.json from fixed seeds: `npm run vectors`, or `npm run vectors -- did padding` for some formats.
 * Running it twice gives identical bytes.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { allVectors } from './vectors/all-vectors.ts';
import { vectorText } from './vectors/support/vector-text.ts';

const folder = fileURLToPath(new URL('../docs/vectors/', import.meta.url));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((format) => !Object.hasOwn(allVectors, format));
if (unknown.length > 0) {
  process.stderr.write(`No such format: ${unknown.join(', ')}.\n`);
  process.exit(2);
}

for (const [format, make] of Object.entries(allVectors)) {
  if (wanted.length > 0 && !wanted.includes(format)) continue;
  const file = await make();
  await writeFile(`${folder}${format}.json`, vectorText(file));
  console.log(`${format}: ${file.accept.length} accepted, ${file.refuse.length} refused`);
}

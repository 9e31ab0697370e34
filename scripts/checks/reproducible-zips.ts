import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import type { Check } from './check.ts';
import { buildAndZip, freshBuild } from './fresh-build.ts';

/** What a build reads of a checkout. */
const sources = [
  'entrypoints',
  'lib',
  'components',
  // The one file the popup and a mediator's pages share.
  'mediator/pages/tokens.css',
  'public',
  'scripts',
  'wxt.config.ts',
  'package.json',
  'tsconfig.json',
];

/** The same source in another directory gives the same zips, byte for byte (security.md T-97). */
export const reproducibleZipsCheck: Check = {
  name: 'reproducible zips',
  async run() {
    const first = await freshBuild();
    const copy = await mkdtemp(join(tmpdir(), 'companion-elsewhere-'));
    let second: string | undefined;
    try {
      for (const name of sources) await cp(join(projectRoot, name), join(copy, name), { recursive: true });
      await symlink(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
      second = await buildAndZip(copy);
      const zips = (await readdir(first)).filter((name) => name.endsWith('.zip'));
      if (zips.length !== 2) return [`${zips.length} zips were written, not 2`];
      const problems: string[] = [];
      for (const name of zips) {
        const [a, b] = await Promise.all([readFile(join(first, name)), readFile(join(second, name))]);
        if (!a.equals(b)) problems.push(`${name}: ${a.length} and ${b.length} bytes, not the same`);
      }
      return problems;
    } finally {
      await rm(copy, { recursive: true, force: true });
      if (second) await rm(second, { recursive: true, force: true });
    }
  },
};

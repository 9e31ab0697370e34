import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

it('the package for dApps has no dependencies and is at most 2 kB gzip', async () => {
  const entry = join(import.meta.dirname, '../../../lib/provider/dapp/index.ts');
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry, formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  const chunk = built[0]?.output[0];
  expect(chunk?.imports).toEqual([]);
  expect(gzipSync(chunk?.code ?? '', { level: 9 }).length).toBeLessThanOrEqual(2_048);
  expect(chunk?.code.length).toBeGreaterThan(500);
});

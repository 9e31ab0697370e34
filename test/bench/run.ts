/**
 * `npm run bench`: prints the table of `performance.md`, each figure beside its floor measured in the same run.
 * `--json` for machines, `--only P7` (repeatable) for some, `--write` to put the table and its date into BENCHMARKS.md.
 */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';
import { p1Receive } from './p1-receive.ts';
import { p3PageCost } from './p3-page-cost.ts';
import { p4Wake } from './p4-wake.ts';
import { p7Mediator } from './p7-mediator.ts';
import { p10Anchor } from './p10-anchor.ts';
import { p11Size } from './p11-size.ts';
import { table } from './table.ts';

const root = new URL('../../', import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
});

const chromePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const output = join(root, '.output');

const benches: Record<string, () => Promise<Figure[]>> = {
  P1: () => p1Receive(),
  P3: () => p3PageCost(chromePath, join(output, 'chrome-mv3')),
  P4: () => p4Wake(),
  P7: () => p7Mediator(),
  P10: () => p10Anchor(),
  P11: () => p11Size(output),
};

/** P3 and P11 weigh what ships, so it is built first. */
function buildAndZip(): void {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--zip'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('The extension did not build.');
}

const chosen = values.only.length > 0 ? values.only : Object.keys(benches);
if (chosen.includes('P3') || chosen.includes('P11')) buildAndZip();

const figures: Figure[] = [];
for (const [id, run] of Object.entries(benches)) {
  if (!chosen.includes(id)) continue;
  process.stderr.write(`${id} …\n`);
  figures.push(...(await run()));
}

const text = table(figures);
process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : `${text}\n`);

if (values.write) {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`;
  await writeFile(
    join(root, 'BENCHMARKS.md'),
    `# Benchmarks\n\nMeasured ${new Date().toISOString().slice(0, 10)} by \`npm run bench -- --write\` on ${machine}. Each figure stands beside a floor or a peer measured in the same run; the ratio is what counts, absolute times drift with the machine.\n\n${text}\n`,
  );
}

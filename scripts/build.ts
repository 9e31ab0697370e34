/** `npm run build` and `npm run zip`: `build.ts [--zip] [--out folder] [chrome] [firefox]`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserTarget, browserTargets, buildExtension, projectRoot } from './build-extension.ts';
import { packageVersion } from './package-version.ts';
import { writeZip } from './write-zip.ts';

const { values, positionals } = parseArgs({
  options: {
    zip: { type: 'boolean', default: false },
    out: { type: 'string', default: join(projectRoot, '.output') },
  },
  allowPositionals: true,
});
const isTarget = (name: string): name is BrowserTarget =>
  (browserTargets as readonly string[]).includes(name);
const unknown = positionals.filter((name) => !isTarget(name));
if (unknown.length > 0)
  throw new Error(`Unknown browser ${unknown.join(', ')}: ${browserTargets.join(' or ')}.`);
const chosen = positionals.length > 0 ? positionals.filter(isTarget) : browserTargets;

for (const browser of chosen) {
  const folder = await buildExtension(browser, values.out);
  console.log(`built ${folder}`);
  if (values.zip) {
    const zipFile = join(values.out, `decentrl-companion-${packageVersion()}-${browser}.zip`);
    console.log(`wrote ${zipFile} (${((await writeZip(folder, zipFile)) / 1000).toFixed(1)} kB)`);
  }
}

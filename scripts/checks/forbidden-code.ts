import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Check } from './check.ts';
import { freshBuild } from './fresh-build.ts';

/** Ways for code to arrive that was not reviewed, and for a page to get markup from outside (security.md T-98). */
const forbidden: [name: string, pattern: RegExp, planted: string][] = [
  ['eval', /(?<![\w$.])eval\s*\(/, 'x=eval("1")'],
  ['new Function', /new\s+Function\s*\(/, 'new Function("return 1")'],
  ['remote import', /import\s*\(\s*["'`](https?:)?\/\//, 'import("https://a.example/x.js")'],
  ['importScripts', /(?<![\w$.])importScripts\s*\(/, 'importScripts("x.js")'],
  ['remote script', /<script[^>]+src=["'](https?:)?\/\//i, '<script src="//a.example/x.js">'],
  ['inline script', /<script(?![^>]*\bsrc=)[^>]*>\s*\S/i, '<script>alert(1)</script>'],
];

function findForbidden(text: string): string[] {
  return forbidden.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}

/** Searches every script and page of the built extension for what must not be there (security.md T-98). */
export const forbiddenCodeCheck: Check = {
  name: 'no remote or evaluated code in the bundles',
  async run() {
    const blunt = forbidden
      .filter(([name, , planted]) => !findForbidden(planted).includes(name))
      .map(([name]) => `the search for ${name} does not find a planted one`);
    const out = await freshBuild();
    const entries = await readdir(out, { recursive: true });
    const files = entries.filter((name) => /\.(js|html)$/.test(name));
    if (files.length < 8) blunt.push(`only ${files.length} scripts and pages were read`);
    const found = await Promise.all(
      files.map(async (name) =>
        findForbidden(await readFile(join(out, name), 'utf8')).map(
          (what) => `${relative(out, join(out, name))}: ${what}`,
        ),
      ),
    );
    return [...blunt, ...found.flat()];
  },
};

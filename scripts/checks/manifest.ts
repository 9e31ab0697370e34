import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type BrowserTarget, browserTargets } from '../build-extension.ts';
import type { Check } from './check.ts';
import { freshBuild } from './fresh-build.ts';

type Manifest = Record<string, unknown>;

const permissions = ['storage', 'alarms', 'idle', 'unlimitedStorage'];
const pages = ['http://*.localhost/*', 'http://127.0.0.1/*', 'http://localhost/*', 'https://*/*'];
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self' https: wss: http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*; " +
  "frame-ancestors 'none'; form-action 'none'; base-uri 'none'";

/** The keys a manifest may have; anything else is a door that nobody decided to open. */
const allowedKeys = [
  'manifest_version',
  'name',
  'description',
  'version',
  'default_locale',
  'icons',
  'action',
  'background',
  'content_scripts',
  'content_security_policy',
  'permissions',
  'optional_permissions',
  'incognito',
  'minimum_chrome_version',
  'browser_specific_settings',
];

/** What differs between a manifest and the one decided on (security.md *Manifest*); none is good. */
export function manifestProblems(manifest: Manifest, browser: BrowserTarget): string[] {
  const problems = Object.keys(manifest)
    .filter((key) => !allowedKeys.includes(key))
    .map((key) => `${key} is not decided on`);
  const expect = (what: string, value: unknown, wanted: unknown) => {
    if (!isDeepStrictEqual(value, wanted)) {
      problems.push(`${what} is ${JSON.stringify(value)}, decided is ${JSON.stringify(wanted)}`);
    }
  };
  const firefox = browser === 'firefox';
  expect('manifest_version', manifest.manifest_version, 3);
  expect('permissions', manifest.permissions, [
    ...permissions,
    ...(firefox ? ['declarativeNetRequestWithHostAccess'] : []),
  ]);
  expect('optional_permissions', manifest.optional_permissions, ['notifications']);
  expect('incognito', manifest.incognito, 'not_allowed');
  expect('content_security_policy', manifest.content_security_policy, {
    extension_pages: contentSecurityPolicy,
  });
  const scripts = (manifest.content_scripts ?? []) as Manifest[];
  expect(
    'content scripts',
    scripts.map(({ js, world }) => `${String(js)} ${String(world ?? 'ISOLATED')}`).sort(),
    ['provider.js MAIN', 'relay.js ISOLATED'],
  );
  for (const script of scripts) {
    expect('matches', [...((script.matches ?? []) as string[])].sort(), pages);
    expect('run_at', script.run_at, 'document_start');
    expect('all_frames', script.all_frames ?? false, false);
  }
  if (firefox) {
    const { gecko } = (manifest.browser_specific_settings ?? {}) as { gecko?: Manifest };
    expect('strict_min_version', gecko?.strict_min_version, '142.0');
    if (!gecko?.data_collection_permissions) problems.push('data collection is not declared');
  } else {
    expect('minimum_chrome_version', manifest.minimum_chrome_version, '148');
  }
  return problems;
}

/** Both manifests hold what was decided and nothing else; proves itself on one with a permission too many. */
export const manifestCheck: Check = {
  name: 'manifests',
  async run() {
    const out = await freshBuild();
    const problems: string[] = [];
    for (const browser of browserTargets) {
      const text = await readFile(join(out, `${browser}-mv3`, 'manifest.json'), 'utf8');
      const manifest = JSON.parse(text) as Manifest;
      problems.push(...manifestProblems(manifest, browser).map((problem) => `${browser}: ${problem}`));
      const planted = { ...manifest, permissions: [...(manifest.permissions as string[]), 'tabs'] };
      const exposed = { ...manifest, web_accessible_resources: [] };
      for (const bad of [planted, exposed]) {
        if (manifestProblems(bad, browser).length <= manifestProblems(manifest, browser).length) {
          problems.push(`${browser}: a planted permission or key was not noticed`);
        }
      }
    }
    return problems;
  },
};

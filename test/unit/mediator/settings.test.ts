import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, loadLimits } from '../../../mediator/limits.ts';
import { loadMediatorKeys } from '../../../mediator/mediator-keys.ts';
import { readSettings } from '../../../mediator/settings.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string, text: string) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

describe('settings', () => {
  it('listen on loopback and no port of the world’s unless told', () => {
    const settings = readSettings({ LOG_LEVEL: '' });
    expect(settings).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      logLevel: 'info',
      trustedProxies: 0,
    });
    expect(settings.limits).toEqual(DEFAULT_LIMITS);
  });

  it('name the variable that is wrong', () => {
    expect(() => readSettings({ PORT: '99999' })).toThrow('PORT');
    expect(() => readSettings({ PUBLIC_URL: 'example' })).toThrow('PUBLIC_URL');
    expect(() => readSettings({ LOG_LEVEL: 'loud' })).toThrow('LOG_LEVEL');
    expect(() => readSettings({ TRUSTED_PROXIES: '-1' })).toThrow('TRUSTED_PROXIES');
  });
});

describe('LIMITS_FILE', () => {
  it('replaces the limits it names', () => {
    const path = file('limits.json', '{"pending_events": 5}');
    expect(loadLimits(path)).toEqual({ ...DEFAULT_LIMITS, pending_events: 5 });
  });

  it('is refused with a name that is none, a value that is none, and when it is no JSON', () => {
    for (const text of ['{"pending": 5}', '{"pending_events": -1}', '{"pending_events": "5"}', '[]', '{']) {
      expect(() => loadLimits(file('wrong.json', text))).toThrow('LIMITS_FILE');
    }
    expect(() => loadLimits(join(directory, 'none.json'))).toThrow('LIMITS_FILE');
  });
});

describe('the key pair', () => {
  it('is made once, and a damaged file is never replaced', () => {
    const dataDir = join(directory, 'data');
    const keys = loadMediatorKeys(dataDir);
    expect(loadMediatorKeys(dataDir).signer.publicKey).toEqual(keys.signer.publicKey);
    expect(loadMediatorKeys(dataDir).preKey.publicKey).toEqual(keys.preKey.publicKey);
    writeFileSync(join(dataDir, 'keys.json'), '{"version":1');
    expect(() => loadMediatorKeys(dataDir)).toThrow('damaged');
    expect(() => loadMediatorKeys(dataDir)).toThrow('damaged');
  });
});

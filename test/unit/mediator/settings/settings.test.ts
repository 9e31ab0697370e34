import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadMediatorKeys } from '../../../../mediator/keys/mediator-keys.ts';
import { DEFAULT_LIMITS, loadLimits } from '../../../../mediator/settings/limits.ts';
import { readSettings } from '../../../../mediator/settings/settings.ts';

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

describe('anchoring', () => {
  const key = `0x${'5a'.repeat(32)}`;
  const named = {
    ANCHOR_RPC_URL: 'http://127.0.0.1:8545',
    ANCHOR_CONTRACT: `0x${'Ab'.repeat(20)}`,
    ANCHOR_PRIVATE_KEY: key,
  };

  it('is off unless it is named, and then on Polygon', () => {
    expect(readSettings({})).toMatchObject({ anchor: null, ipfs: null });
    expect(readSettings(named)).toMatchObject({
      anchor: { chainId: 137, contract: `0x${'ab'.repeat(20)}`, intervalSeconds: 600, count: 1000 },
      ipfs: { apiUrl: null, listen: ['/ip4/127.0.0.1/tcp/0'], peers: [] },
    });
  });

  it('needs chain, contract and key, and never repeats a key that is wrong', () => {
    for (const missing of Object.keys(named)) {
      expect(() => readSettings({ ...named, [missing]: '' })).toThrow(missing);
    }
    const wrong = { ...named, ANCHOR_PRIVATE_KEY: `${key}5b` };
    expect(() => readSettings(wrong)).toThrow('ANCHOR_PRIVATE_KEY');
    expect(() => readSettings(wrong)).not.toThrow('5a5a');
    expect(() => readSettings({ ...named, ANCHOR_CONTRACT: '0x12' })).toThrow('ANCHOR_CONTRACT');
  });

  it('has an IPFS node with an escrow, and where a variable names one', () => {
    expect(readSettings({ ESCROW: '1' }).ipfs).not.toBeNull();
    expect(readSettings({ IPFS_API_URL: 'http://127.0.0.1:5001' }).ipfs?.apiUrl).toBe(
      'http://127.0.0.1:5001',
    );
    const listen = '/ip4/0.0.0.0/tcp/4001,/ip6/::/tcp/4001';
    expect(readSettings({ IPFS_LISTEN: listen }).ipfs?.listen).toEqual(listen.split(','));
    expect(() => readSettings({ IPFS_LISTEN: '0.0.0.0:4001' })).toThrow('IPFS_LISTEN');
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

  it('is refused with pages longer than a client takes, and names the limit', () => {
    for (const [name, most] of [
      ['page_events', 100],
      ['page_pending_events', 500],
      ['page_bytes', 2_097_152],
    ] as const) {
      expect(loadLimits(file('most.json', `{"${name}": ${most}}`))[name]).toBe(most);
      expect(() => loadLimits(file('over.json', `{"${name}": ${most + 1}}`))).toThrow(name);
    }
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

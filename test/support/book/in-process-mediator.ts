import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base64Encode } from '../../../lib/crypto/base64.ts';
import { hexDecode } from '../../../lib/crypto/bytes.ts';
import { furtherServices } from '../../../lib/protocol/mediator-document.ts';
import type { MediatorContext } from '../../../mediator/context/mediator-context.ts';
import { createEscrow } from '../../../mediator/escrow/escrow.ts';
import { sweepHeld } from '../../../mediator/held/sweep-held.ts';
import { createHub } from '../../../mediator/hints/hub.ts';
import { createApp } from '../../../mediator/http/create-app.ts';
import { loadMediatorKeys } from '../../../mediator/keys/mediator-keys.ts';
import { createLog } from '../../../mediator/platform/log.ts';
import type { Rates } from '../../../mediator/rates/rates.ts';
import { createTokenBuckets } from '../../../mediator/rates/token-bucket.ts';
import { DEFAULT_LIMITS } from '../../../mediator/settings/limits.ts';
import { createGroupCommit } from '../../../mediator/store/database/group-commit.ts';
import { openDatabase } from '../../../mediator/store/open-database.ts';
import { prune } from '../../../mediator/store/prune.ts';
import { createNonces } from '../../../mediator/store/replay/nonces.ts';
import type { Given } from '../../../scripts/vectors/scenarios/scenario-file.ts';

/** What a mediator of the vectors is made of. */
export interface MediatorParts {
  did: string;
  endpoint: string;
  signing_seed_hex: string;
  pre_key_seed_hex: string;
  limits: { [name: string]: number };
  isEscrow: boolean;
  given: Given | undefined;
}

/** A mediator without a network, whose clock is set from outside. */
export interface InProcessMediator {
  /** Sets the clock, and does what a mediator does from time to time when a minute passed. */
  setClock(ms: number): Promise<void>;
  request(method: 'GET' | 'POST', path: string, body?: string): Promise<Response>;
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const EPOCH_SECONDS = 30 * 86_400;

/** Makes the real mediator over a fresh database, with the keys, limits and clock of a scenario. */
export async function inProcessMediator(parts: MediatorParts): Promise<InProcessMediator> {
  const directory = mkdtempSync(join(tmpdir(), 'scenario-'));
  const [signing_seed, pre_key_seed] = [parts.signing_seed_hex, parts.pre_key_seed_hex].map((seed) =>
    base64Encode(hexDecode(seed)),
  );
  writeFileSync(join(directory, 'keys.json'), JSON.stringify({ version: 1, signing_seed, pre_key_seed }), {
    mode: 0o600,
  });
  let now = 0;
  let latest = 0;
  let tended = 0;
  const limits = { ...DEFAULT_LIMITS, ...parts.limits };
  const buckets = (perSecond: number, burst: number) =>
    createTokenBuckets({ perSecond, burst }, undefined, () => latest);
  const rates: Rates = {
    events: buckets(limits.events_per_second, limits.events_burst),
    commands: buckets(limits.commands_per_second, limits.commands_burst),
    unauthenticated: buckets(limits.unauthenticated_per_minute / 60, limits.unauthenticated_per_minute),
    blocks: buckets(limits.blocks_per_minute / 60, limits.blocks_per_minute),
  };
  const db = await openDatabase(join(directory, 'mediator.db'));
  const store = createGroupCommit(db);
  const escrow = parts.isEscrow ? { epochSeconds: EPOCH_SECONDS, chains: new Map<number, string>() } : null;
  const mediator: MediatorContext = {
    db,
    store,
    keys: loadMediatorKeys(directory),
    mediatorDid: parts.did,
    limits,
    escrow: createEscrow({ escrow, anchor: null }),
    isAnchoring: false,
    rates,
    nonces: createNonces(),
    hub: createHub(limits.frame_bytes),
    log: createLog('silent'),
    clock: () => now,
  };
  const app = createApp(mediator, {
    basePath: '',
    endpoint: parts.endpoint,
    endpointPath: new URL(parts.endpoint).pathname,
    trustedProxies: 0,
    services: furtherServices({
      did: parts.did,
      endpoint: parts.endpoint,
      isEscrow: parts.isEscrow,
      anchor: null,
    }),
    health: async () => ({}),
  });
  if (parts.given) {
    const { epochs, binding_nonces } = parts.given;
    for (const { master_hex, ...epoch } of epochs) {
      const row = { ...epoch, master: hexDecode(master_hex), destroyed_at: null };
      await db.insertInto('held_epochs').values(row).execute();
    }
    for (const nonce of binding_nonces) await db.insertInto('binding_nonces').values(nonce).execute();
  }

  return {
    async setClock(ms) {
      now = ms;
      latest = Math.max(latest, ms);
      if (latest - tended < MINUTE) return;
      tended = latest;
      await prune(store, now, limits.lapsed_seconds);
      if (parts.isEscrow) await sweepHeld(mediator);
    },
    async request(method, path, body = '') {
      const incoming = new IncomingMessage(new Socket());
      incoming.headers = { 'content-length': String(Buffer.byteLength(body)) };
      if (body !== '') incoming.push(body);
      incoming.push(null);
      return app.request(path, { method }, { incoming });
    },
    async stop() {
      await store.close();
      await db.destroy();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

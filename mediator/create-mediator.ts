import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { didWebFromUrl } from '../lib/protocol/did-web.ts';
import { furtherServices } from '../lib/protocol/mediator-document.ts';
import type { Anchoring } from './anchor/start-anchor.ts';
import type { MediatorContext } from './context/mediator-context.ts';
import { createEscrow } from './escrow/escrow.ts';
import { sweepHeld } from './held/sweep-held.ts';
import { createHub } from './hints/hub.ts';
import { createApp } from './http/create-app.ts';
import { pages } from './http/pages.ts';
import { type Ipfs, startIpfs } from './ipfs/start-ipfs.ts';
import { loadMediatorKeys } from './keys/mediator-keys.ts';
import type { Log } from './platform/log.ts';
import { startWorker } from './platform/worker.ts';
import { createRates } from './rates/rates.ts';
import type { Settings } from './settings/settings.ts';
import { attachSockets, type SocketServer } from './socket/socket-server.ts';
import { createGroupCommit } from './store/database/group-commit.ts';
import { openDatabase } from './store/open-database.ts';
import { prune } from './store/prune.ts';
import { createNonces } from './store/replay/nonces.ts';

/** A mediator that answers. */
export interface Mediator {
  readonly did: string;
  readonly url: string;
  readonly port: number;
  /** Finishes what was begun, closes the sockets and the database. */
  stop(): Promise<void>;
}

const ENDPOINT = '/commands';
const PRUNE_MS = 60_000;
const GRACE_MS = 5_000;

/** Starts a mediator; it accepts commands when the promise is fulfilled. */
export async function createMediator(settings: Settings, log: Log): Promise<Mediator> {
  const { limits } = settings;
  const keys = loadMediatorKeys(settings.dataDir);
  const db = await openDatabase(join(settings.dataDir, 'mediator.db'));
  const store = createGroupCommit(db);
  const server = createServer({
    maxHeaderSize: limits.header_bytes,
    headersTimeout: limits.headers_timeout_ms,
    requestTimeout: limits.request_timeout_ms,
    keepAliveTimeout: limits.keep_alive_ms,
    connectionsCheckingInterval: 1_000,
    noDelay: true,
  });
  server.maxHeadersCount = limits.header_count;

  // The port may only be known now, and the DID holds it; nothing is read from a connection before this turn ends.
  const port = await listen(server, settings);
  const url = settings.publicUrl ?? `http://127.0.0.1:${port}`;
  const mediatorDid = didWebFromUrl(url);
  const basePath = new URL(url).pathname.replace(/\/+$/, '');
  const mediator: MediatorContext = {
    db,
    store,
    keys,
    mediatorDid,
    limits,
    escrow: createEscrow(settings),
    isAnchoring: settings.anchor !== null,
    rates: createRates(limits),
    nonces: createNonces(),
    hub: createHub(limits.frame_bytes),
    log,
    clock: Date.now,
  };
  const { trustedProxies } = settings;
  const endpointPath = basePath + ENDPOINT;
  let ipfs: Ipfs | undefined;
  let anchoring: Anchoring | undefined;
  const app = createApp(mediator, {
    basePath,
    endpoint: url + ENDPOINT,
    endpointPath,
    trustedProxies,
    services: furtherServices({
      did: mediatorDid,
      endpoint: url + ENDPOINT,
      isEscrow: mediator.escrow !== null,
      anchor: settings.anchor && { chainId: settings.anchor.chainId, contract: settings.anchor.contract },
    }),
    health: async () => ({
      ...(ipfs && { ipfs: { addresses: ipfs.addresses() } }),
      ...(anchoring && { anchor: await anchoring.health() }),
    }),
  });
  if (mediator.escrow) {
    const { linkChainId: chainId, companionUrl } = settings;
    app.route(basePath || '/', pages({ did: mediatorDid, host: new URL(url).host, chainId, companionUrl }));
  }
  server.on('request', getRequestListener(app.fetch));
  const sockets = attachSockets(server, mediator, { path: endpointPath, trustedProxies });
  const pruning = setInterval(() => {
    prune(store, mediator.clock(), limits.lapsed_seconds).catch((err) =>
      log.error({ err }, 'pruning failed'),
    );
  }, PRUNE_MS);

  const sweeping = mediator.escrow && startWorker({ name: 'escrow', log }, () => sweepHeld(mediator));
  if (settings.ipfs) ipfs = await startIpfs(mediator, settings.ipfs);
  if (settings.anchor) {
    // With the chain's library only where something is anchored.
    const { startAnchor } = await import('./anchor/start-anchor.ts');
    anchoring = startAnchor(mediator, settings.anchor);
  }

  return {
    did: mediatorDid,
    url,
    port,
    stop: async () => {
      clearInterval(pruning);
      await closeServer(server, sockets);
      await sweeping?.stop();
      await anchoring?.stop();
      await ipfs?.stop();
      await store.close();
      await db.destroy();
    },
  };
}

function listen(server: Server, { port, host }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeServer(server: Server, sockets: SocketServer): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    sockets.close();
    server.closeIdleConnections();
  });
}

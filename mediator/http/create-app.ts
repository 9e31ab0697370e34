import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { DidDocument } from '../../lib/protocol/did-document.ts';
import { mediatorDocument } from '../../lib/protocol/mediator-document.ts';
import { LIMITS } from '../../lib/protocol/wire.ts';
import type { MediatorContext } from '../context/mediator-context.ts';
import { runCommand } from '../dispatch/run-command.ts';
import { Refusal } from '../errors/refusal.ts';
import { addressOf } from './address-of.ts';
import { anchorHint } from './anchor-hint.ts';
import { publicEvents } from './public-events.ts';
import { publishedBlock } from './published-block.ts';
import { readBody } from './read-body.ts';
import { CORS, errorReply, jsonReply, successReply } from './reply.ts';

/** What the HTTP side knows beside the mediator itself. */
export interface AppOptions {
  /** Path of the public URL, without a slash at the end; empty at the root. */
  basePath: string;
  /** URL to POST commands to, and its path. */
  endpoint: string;
  endpointPath: string;
  trustedProxies: number;
  /** Of the document, beside the mediator's own. */
  services: DidDocument['service'];
  /** What parts beside the commands say at `/health`. */
  health(): Promise<Record<string, unknown>>;
}

type Env = { Bindings: HttpBindings };

/** The HTTP side of a mediator: commands, its document, and what anybody may read. */
export function createApp(mediator: MediatorContext, options: AppOptions): Hono<Env> {
  const { basePath, endpoint, endpointPath, trustedProxies } = options;
  const { limits, log, clock } = mediator;
  const app = new Hono<Env>();
  const takeBlockToken = (incoming: IncomingMessage) => {
    const wait = mediator.rates.blocks.take(addressOf(incoming, trustedProxies), 1);
    if (wait > 0) throw new Refusal('RATE_LIMITED', wait);
  };

  app.post(endpointPath, async (c) => {
    const { incoming } = c.env;
    const text = await readBody(incoming, limits.body_bytes);
    return successReply(await runCommand(mediator, text, addressOf(incoming, trustedProxies)), clock());
  });

  const document = mediatorDocument(
    {
      did: mediator.mediatorDid,
      signingKey: mediator.keys.signer.publicKey,
      preKey: mediator.keys.preKey.publicKey,
      endpoint,
    },
    options.services,
  );
  const didDocument = () => jsonReply(document, 200, { 'content-type': 'application/did+json' });
  app.get(basePath === '' ? '/.well-known/did.json' : `${basePath}/did.json`, didDocument);
  app.get(`${basePath}/health`, async () =>
    jsonReply({ status: 'ok', did: mediator.mediatorDid, timestamp: clock(), ...(await options.health()) }),
  );
  app.get(`${basePath}/limits`, () =>
    jsonReply({ ...limits, ciphertext_characters: LIMITS.ciphertextLength, tags_per_event: LIMITS.tags }),
  );
  app.get(`${basePath}/public/:did`, async (c) => {
    const address = addressOf(c.env.incoming, trustedProxies);
    const wait = mediator.rates.unauthenticated.take(address, 1);
    if (wait > 0) throw new Refusal('RATE_LIMITED', wait);
    const { limit, cursor, channel_id } = c.req.query();
    return jsonReply(await publicEvents(mediator, { did: c.req.param('did'), limit, cursor, channel_id }));
  });

  app.get(`${basePath}/ipfs/:cid`, async (c) => {
    takeBlockToken(c.env.incoming);
    const { method } = c.req;
    return publishedBlock(mediator.db, {
      cid: c.req.param('cid'),
      format: c.req.query('format'),
      accept: c.req.header('accept'),
      ifNoneMatch: c.req.header('if-none-match'),
      isHead: method === 'HEAD',
    });
  });

  app.get(`${basePath}/anchor/:cid`, async (c) => {
    takeBlockToken(c.env.incoming);
    return jsonReply(await anchorHint(mediator.db, c.req.param('cid')));
  });

  app.options('*', () => new Response(null, { status: 204, headers: preflight }));
  app.notFound(() => errorReply(new Refusal('NOT_FOUND'), clock()));
  app.onError((error, c: Context<Env>) => {
    if (error instanceof Refusal) {
      log.debug({ code: error.code }, 'refused');
      return errorReply(error, clock());
    }
    log.error(
      { err: { name: error.name, message: error.message, stack: error.stack }, path: c.req.routePath },
      'failed',
    );
    return errorReply(new Refusal('INTERNAL_ERROR'), clock());
  });
  return app;
}

const preflight = {
  ...CORS,
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
  'access-control-allow-headers': 'content-type, accept, if-none-match',
  'access-control-max-age': '86400',
};

import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { mediatorDocument } from '../../lib/protocol/mediator-document.ts';
import { LIMITS } from '../../lib/protocol/wire.ts';
import { Refusal } from '../refusal.ts';
import { type CommandHouse, runCommand } from '../run-command.ts';
import { addressOf } from './address-of.ts';
import { publicEvents } from './public-events.ts';
import { readBody } from './read-body.ts';
import { CORS, errorReply, jsonReply, successReply } from './reply.ts';

/** Where things are, relative to the mediator's public URL. */
export interface Places {
  /** Path of the public URL, without a slash at the end; empty at the root. */
  basePath: string;
  /** URL to POST commands to, and its path. */
  endpoint: string;
  endpointPath: string;
  trustedProxies: number;
}

type Env = { Bindings: HttpBindings };

/** The HTTP side of a mediator: commands, its document, and what anybody may read. */
export function createApp(house: CommandHouse, places: Places): Hono<Env> {
  const { basePath, endpoint, endpointPath, trustedProxies } = places;
  const { limits, log, clock } = house;
  const app = new Hono<Env>();

  app.post(endpointPath, async (c) => {
    const { incoming } = c.env;
    const text = await readBody(incoming, limits.body_bytes);
    return successReply(await runCommand(house, text, addressOf(incoming, trustedProxies)), clock());
  });

  const document = mediatorDocument({
    did: house.mediatorDid,
    signingKey: house.keys.signer.publicKey,
    preKey: house.keys.preKey.publicKey,
    endpoint,
  });
  const didDocument = () => jsonReply(document, 200, { 'content-type': 'application/did+json' });
  app.get(basePath === '' ? '/.well-known/did.json' : `${basePath}/did.json`, didDocument);
  app.get(`${basePath}/health`, () =>
    jsonReply({ status: 'ok', did: house.mediatorDid, timestamp: clock() }),
  );
  app.get(`${basePath}/limits`, () =>
    jsonReply({ ...limits, ciphertext_characters: LIMITS.ciphertextLength, tags_per_event: LIMITS.tags }),
  );
  app.get(`${basePath}/public/:did`, async (c) => {
    const address = addressOf(c.env.incoming, trustedProxies);
    const wait = house.rates.unauthenticated.take(address, 1);
    if (wait > 0) throw new Refusal('RATE_LIMITED', wait);
    const { limit, cursor, channel_id } = c.req.query();
    return jsonReply(await publicEvents(house, { did: c.req.param('did'), limit, cursor, channel_id }));
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
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '86400',
};

import { type Fetch, fetchCapped } from '../net/fetch-capped.ts';
import { contactableUrl } from '../net/host-policy.ts';
import { UnreachableError } from '../net/unreachable-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { SessionArea } from '../platform/session-area.ts';
import {
  didWebUrl,
  furtherServices,
  type MediatorDocument,
  mediatorDocument,
  parseMediatorDocument,
} from '../protocol/did-web.ts';

export interface MediatorDirectory {
  /**
   * The checked document of a `did:web` mediator, at most 10 minutes old. Throws `UnreachableError`: `forbidden-host`
   * before any request for a private or unencrypted address, `bad-document` for one that is not that mediator's.
   */
  resolve(mediatorDid: string, options?: { signal?: AbortSignal }): Promise<MediatorDocument>;
  /** Drops what is remembered, because the endpoint did not behave. */
  forget(mediatorDid: string): Promise<void>;
}

export interface DirectoryDeps {
  fetch: Fetch;
  clock: Clock;
  /** Keeps documents over the deaths of the worker. */
  session?: Pick<SessionArea, 'get' | 'set' | 'remove'>;
  /** Whether mediators on this machine may be contacted; by default they may. */
  loopback?: () => boolean | Promise<boolean>;
}

interface Known {
  json: unknown;
  at: number;
}

/** A `did.json` (security.md *Limits*). */
const DOCUMENT_BYTES = 64 * 1024;
/** How long a `did.json` may take (security.md *Limits*). */
const TIMEOUT_MS = 15_000;
/** How long a `did.json` is remembered (security.md *Limits*). */
const FRESH_MS = 10 * 60_000;
const ENDPOINT_LENGTH = 2_048;
/** Mediators whose `did.json` is remembered (security.md *Limits*). */
const MOST_REMEMBERED = 256;

/** Makes the directory of mediators (`protocol.md` §2.8, §2.9). What it remembers is a cache, checked again whenever it is read. */
export function createMediatorDirectory({
  fetch,
  clock,
  session,
  loopback,
}: DirectoryDeps): MediatorDirectory {
  const documents = new Map<string, { document: MediatorDocument; at: number }>();
  const pending = new Map<string, Promise<MediatorDocument>>();
  const isFresh = (at: number) => clock.now() >= at && clock.now() - at < FRESH_MS;
  const storageKey = (did: string) => `mediator/${did}`;

  async function documentUrl(did: string): Promise<string> {
    try {
      const url = contactableUrl(didWebUrl(did).documentUrl, 'http', (await loopback?.()) ?? true);
      return url.href;
    } catch (cause) {
      throw new UnreachableError('forbidden-host', cause);
    }
  }

  async function recall(did: string): Promise<Known | null> {
    const known = await session?.get<Known>(storageKey(did));
    return known !== undefined && isFresh(known.at) ? known : null;
  }

  async function load(did: string): Promise<MediatorDocument> {
    const url = await documentUrl(did);
    const known = await recall(did);
    // Not broken off by the first caller's signal: others may be waiting for the same document.
    const json = known?.json ?? (await fetchDocument(url));
    const document = checkDocument(json, did);
    const at = known?.at ?? clock.now();
    if (documents.size >= MOST_REMEMBERED) documents.clear();
    documents.set(did, { document, at });
    // Only what was read of it: a document may be 64 KiB, the area holds a few megabytes.
    if (known === null)
      await session?.set(storageKey(did), {
        json: mediatorDocument(document, furtherServices(document)),
        at,
      } satisfies Known);
    return document;
  }

  async function fetchDocument(url: string): Promise<unknown> {
    const { status, json } = await fetchCapped(fetch, url, { limit: DOCUMENT_BYTES, timeoutMs: TIMEOUT_MS });
    if (status !== 200) throw new UnreachableError('bad-document');
    return json;
  }

  return {
    async resolve(did, options = {}) {
      options.signal?.throwIfAborted();
      const known = documents.get(did);
      if (known !== undefined && isFresh(known.at)) return known.document;
      const running = pending.get(did) ?? load(did).finally(() => pending.delete(did));
      pending.set(did, running);
      return running;
    },
    async forget(did) {
      documents.delete(did);
      await session?.remove(storageKey(did));
    },
  };
}

function checkDocument(json: unknown, did: string): MediatorDocument {
  const { loopback } = didWebUrl(did);
  let document: MediatorDocument;
  try {
    document = parseMediatorDocument(json, did);
  } catch (cause) {
    throw new UnreachableError('bad-document', cause);
  }
  if (document.endpoint.length > ENDPOINT_LENGTH) throw new UnreachableError('bad-document');
  try {
    contactableUrl(document.endpoint, 'http', loopback);
    contactableUrl(document.socketUrl, 'ws', loopback);
  } catch (cause) {
    throw new UnreachableError('forbidden-host', cause);
  }
  return document;
}

import { describe, expect, it } from 'vitest';
import { createMediatorDirectory } from '../../../lib/mediator-client/resolve-mediator.ts';
import type { Fetch } from '../../../lib/net/fetch-capped.ts';
import { UnreachableError } from '../../../lib/net/unreachable-error.ts';
import { createMemoryArea } from '../../../lib/platform/memory-area.ts';
import { manualTime } from './support/manual-time.ts';
import { documentFor, jsonResponse } from './support/mediator-document.ts';

const DID = 'did:web:mediator.example';
const ENDPOINT = 'https://mediator.example/commands';

function serving(answer: (url: string) => Response | Promise<Response>) {
  const calls: { url: string; init: RequestInit }[] = [];
  const fetch: Fetch = async (url, init) => {
    calls.push({ url, init });
    return answer(url);
  };
  const time = manualTime();
  return { calls, time, fetch, directory: createMediatorDirectory({ fetch, clock: time.clock }) };
}

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UnreachableError);
  return (error as UnreachableError).reason;
}

describe('the directory of mediators', () => {
  it('reads a document once, without credentials or redirects, and remembers it for ten minutes', async () => {
    const json = documentFor(DID, ENDPOINT);
    const { directory, calls, time } = serving(() => jsonResponse(json));
    const [one, two] = await Promise.all([directory.resolve(DID), directory.resolve(DID)]);
    expect(one).toBe(two);
    expect(one).toMatchObject({ did: DID, endpoint: ENDPOINT, socketUrl: 'wss://mediator.example/commands' });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.url).toBe('https://mediator.example/.well-known/did.json');
    expect(calls[0]?.init).toMatchObject({
      method: 'GET',
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
    });
    time.jump(10 * 60_000);
    await directory.resolve(DID);
    expect(calls).toHaveLength(2);
    await directory.forget(DID);
    await directory.resolve(DID);
    expect(calls).toHaveLength(3);
  });

  it('remembers over the death of the worker, and checks again what it reads back', async () => {
    const json = documentFor(DID, ENDPOINT);
    const session = createMemoryArea();
    const { fetch, calls, time } = serving(() => jsonResponse(json));
    const first = await createMediatorDirectory({ fetch, clock: time.clock, session }).resolve(DID);
    const second = await createMediatorDirectory({ fetch, clock: time.clock, session }).resolve(DID);
    expect(second).toEqual(first);
    expect(calls).toHaveLength(1);
    await session.set(`mediator/${DID}`, {
      json: documentFor('did:web:other.example', ENDPOINT),
      at: time.clock.now(),
    });
    expect(await reasonOf(createMediatorDirectory({ fetch, clock: time.clock, session }).resolve(DID))).toBe(
      'bad-document',
    );
  });

  it.each([
    'did:web:10.0.0.1',
    'did:web:169.254.169.254',
    'did:web:192.168.1.1%3A8443',
    'did:web:%5Bfd00::1%5D',
    'did:web:router',
    'did:web:printer.local',
    'did:web:metadata.google.internal',
    'did:web:user@mediator.example',
    'did:web:mediator.example:..:x',
    'did:key:z6Mk',
  ])('T-58 asks nobody for %s', async (did) => {
    const { directory, calls } = serving(() => jsonResponse(documentFor(did, ENDPOINT)));
    expect(await reasonOf(directory.resolve(did))).toBe('forbidden-host');
    expect(calls).toEqual([]);
  });

  it.each([
    ['T-57 http', 'http://mediator.example/'],
    ['T-58 this machine', 'http://127.0.0.1:9000/'],
    ['T-58 the metadata service', 'https://169.254.169.254/'],
    ['T-58 a private network', 'https://[fd00::1]/'],
    ['T-58 a name of the local network', 'https://router.lan/'],
    ['an endless name', `https://mediator.example/${'a'.repeat(3000)}`],
    ['no URL', 'nonsense'],
  ])('refuses an endpoint: %s', async (_name, endpoint) => {
    const { directory } = serving(() => jsonResponse(documentFor(DID, endpoint)));
    expect(['forbidden-host', 'bad-document']).toContain(await reasonOf(directory.resolve(DID)));
  });

  it('allows this machine only where it is wanted', async () => {
    const did = 'did:web:localhost%3A8080';
    const json = documentFor(did, 'http://localhost:8080/');
    const { fetch, time, directory, calls } = serving(() => jsonResponse(json));
    expect((await directory.resolve(did)).socketUrl).toBe('ws://localhost:8080/');
    expect(calls[0]?.url).toBe('http://localhost:8080/.well-known/did.json');
    const strict = createMediatorDirectory({ fetch, clock: time.clock, loopback: async () => false });
    expect(await reasonOf(strict.resolve(did))).toBe('forbidden-host');
  });

  it.each<[string, string, () => Response]>([
    ['bad-document', 'another id', () => jsonResponse(documentFor('did:web:evil.example', ENDPOINT))],
    ['bad-document', 'not found', () => jsonResponse({}, 404)],
    ['bad-document', 'an array', () => jsonResponse([])],
    ['not-json', 'a login page', () => new Response('<html>Welcome to the hotel</html>')],
    ['too-large', '65 KiB', () => new Response(`"${'x'.repeat(65 * 1024)}"`)],
    ['malformed', 'bytes', () => new Response(new Uint8Array([0xff, 0xfe, 0x00]))],
  ])('T-54 refuses as %s: %s', async (reason, _name, answer) => {
    const { directory } = serving(answer);
    expect(await reasonOf(directory.resolve(DID))).toBe(reason);
  });

  it('does not remember a failure', async () => {
    let isUp = false;
    const { directory } = serving(() => {
      if (!isUp) throw new TypeError('Failed to fetch');
      return jsonResponse(documentFor(DID, ENDPOINT));
    });
    expect(await reasonOf(directory.resolve(DID))).toBe('network');
    isUp = true;
    expect((await directory.resolve(DID)).endpoint).toBe(ENDPOINT);
  });
});

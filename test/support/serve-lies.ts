import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How an endpoint differs from the chain behind it. */
export interface Lie {
  /** Another chain altogether. */
  upstream?: string;
  /** Answers about this contract's state what is true of that one. */
  contract?: { asked: string; answered: string };
  /** Answers about state as it was at this block. */
  stateAt?: number;
  /** Shows this block as its newest. */
  head?: number;
  /** Methods it refuses. */
  refuses?: string[];
  /** Refuses everything, never answers, or answers without end. */
  manner?: 'error' | 'slow' | 'huge';
}

/** Endpoints in front of a real chain, each telling its own lie. */
export interface LyingEndpoints {
  /** URL of an endpoint that tells a lie; `voice` tells several of them apart. */
  url(lie: string, voice: number): string;
  stop(): Promise<void>;
}

interface Call {
  method: string;
  params: unknown[];
}

/** Methods about state, with the place of the address and of the block. */
const STATE: Record<string, { block: number }> = {
  eth_call: { block: 1 },
  eth_getCode: { block: 1 },
  eth_getProof: { block: 2 },
  eth_getStorageAt: { block: 2 },
};
const hexOf = (value: number) => `0x${value.toString(16)}`;

/**
 * Serves every lie by its name under one address. The chain must stand still meanwhile: what it answers is asked once.
 * `refuses` are methods that no endpoint has, honest or not.
 */
export async function serveLies(
  upstream: string,
  lies: Record<string, Lie>,
  refuses: string[] = [],
): Promise<LyingEndpoints> {
  const answers = new Map<string, Promise<string>>();
  const ask = (url: string, call: Call) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...call });
    const key = `${url} ${body}`;
    const known = answers.get(key);
    if (known) return known;
    const headers = { 'content-type': 'application/json' };
    const answer = fetch(url, { method: 'POST', headers, body }).then((response) => response.text());
    answers.set(key, answer);
    return answer;
  };
  const server = createServer(async (request, response) => {
    const lie = lies[decodeURIComponent((request.url ?? '').split('/')[1] ?? '')];
    let body = '';
    for await (const chunk of request) body += chunk;
    if (!lie) response.writeHead(404).end();
    else if (lie.manner === 'slow') return;
    else if (lie.manner === 'huge') flood(response.writeHead(200, { 'content-type': 'application/json' }));
    else {
      const call = JSON.parse(body) as Call;
      const refused = lie.manner === 'error' || [...refuses, ...(lie.refuses ?? [])].includes(call.method);
      const error = { jsonrpc: '2.0', id: 1, error: { code: -32_601, message: 'not here' } };
      const text = refused ? JSON.stringify(error) : await ask(lie.upstream ?? upstream, bent(call, lie));
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (lie, voice) => `${base}/${encodeURIComponent(lie)}/${voice}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The question that a liar passes on instead. */
function bent({ method, params }: Call, { contract, stateAt, head }: Lie): Call {
  let text = JSON.stringify(params);
  if (contract && method in STATE) text = text.replaceAll(contract.asked, contract.answered);
  const changed = JSON.parse(text) as unknown[];
  const block = STATE[method]?.block;
  if (block !== undefined && stateAt !== undefined) changed[block] = hexOf(stateAt);
  if (head !== undefined && (changed[0] === 'latest' || changed[0] === 'finalized')) changed[0] = hexOf(head);
  return { method, params: changed };
}

function flood(response: ServerResponse): void {
  const chunk = ' '.repeat(262_144);
  const more = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

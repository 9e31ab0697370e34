import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One JSON-RPC call on its way. */
export interface RpcCall {
  method: string;
  params: unknown[];
  /** Counted from 0 over the life of the proxy. */
  number: number;
}

/** Stands between a mediator and a chain. */
export interface RpcProxy {
  url: string;
  /** All calls so far. */
  calls: RpcCall[];
  /** Called before a call is passed on; what it rejects with, or a promise that never ends, keeps the call from the chain. */
  before: (call: RpcCall) => Promise<void> | void;
  /** Called with the chain's answer, before it is given back. */
  after: (call: RpcCall) => Promise<void> | void;
  /** In place of the chain's answer; undefined for the real one. */
  answer: (call: RpcCall) => unknown;
  /** False: connections are cut. */
  isUp: boolean;
  stop(): Promise<void>;
}

/** Starts a proxy for a JSON-RPC endpoint, on a port of loopback, a free one for 0. */
export async function startRpcProxy(target: string, port = 0): Promise<RpcProxy> {
  const server = createServer((request, response) => {
    void pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const proxy: RpcProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    before: () => {},
    after: () => {},
    answer: () => undefined,
    isUp: true,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!proxy.isUp) throw new Error('down');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const {
      id,
      method,
      params = [],
    } = JSON.parse(body) as { id: number; method: string; params?: unknown[] };
    const call = { method, params, number: proxy.calls.length };
    proxy.calls.push(call);
    await proxy.before(call);
    const made = proxy.answer(call);
    const headers = { 'content-type': 'application/json' };
    const text =
      made === undefined
        ? await (await fetch(target, { method: 'POST', headers, body })).text()
        : JSON.stringify({ jsonrpc: '2.0', id, result: made });
    await proxy.after(call);
    response.writeHead(200, headers).end(text);
  }
  return proxy;
}

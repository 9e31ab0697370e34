import * as v from 'valibot';
import { multiaddrs } from './multiaddrs.ts';

/** Where published blocks go (mediator/README.md *Settings*). */
export interface IpfsSettings {
  /** RPC API of a Kubo daemon; null: a node of our own. */
  apiUrl: string | null;
  listen: string[];
  peers: string[];
}

const LOOPBACK = '/ip4/127.0.0.1/tcp/0';

/** The variables, as a part of the schema of all settings. */
export const ipfsVariables = {
  /** Multiaddrs to listen on, by commas, else `/ip4/127.0.0.1/tcp/0`; `/ip4/0.0.0.0/tcp/4001` for the world. */
  IPFS_LISTEN: v.optional(multiaddrs),
  /** Multiaddrs, with `/p2p/…`, to stay connected to. Nobody else is looked for: no bootstrap, DHT, mDNS. */
  IPFS_PEERS: v.optional(multiaddrs),
  /** RPC API of a Kubo daemon, `http://127.0.0.1:5001`: blocks are put and pinned there, and it finds the world. */
  IPFS_API_URL: v.optional(
    v.pipe(v.string(), v.url('must be a URL'), v.regex(/^https?:/i, 'must be an http URL')),
  ),
};

/** Null unless one of them is set or `wanted`, by something that publishes. */
export function ipfsSettings(
  variables: v.InferOutput<v.ObjectSchema<typeof ipfsVariables, undefined>>,
  wanted: boolean,
): IpfsSettings | null {
  const { IPFS_API_URL: apiUrl, IPFS_LISTEN: listen, IPFS_PEERS: peers } = variables;
  if (!wanted && apiUrl === undefined && listen === undefined && peers === undefined) return null;
  return { apiUrl: apiUrl ?? null, listen: listen ?? [LOOPBACK], peers: peers ?? [] };
}

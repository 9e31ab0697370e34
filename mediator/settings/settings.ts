import { resolve } from 'node:path';
import * as v from 'valibot';
import { type AnchorSettings, anchorSettings, anchorVariables } from './anchor-settings.ts';
import { type EscrowSettings, escrowSettings, escrowVariables } from './escrow-settings.ts';
import { type IpfsSettings, ipfsSettings, ipfsVariables } from './ipfs-settings.ts';
import { type Limits, loadLimits } from './limits.ts';

/** How one mediator runs, read from the environment (mediator/README.md *Settings*). */
export interface Settings {
  host: string;
  /** 0 takes a free port. */
  port: number;
  dataDir: string;
  /** Null: `http://127.0.0.1:<port>`. */
  publicUrl: string | null;
  logLevel: string;
  limits: Limits;
  /** How many proxies in front append to `X-Forwarded-For`; 0 ignores the header. */
  trustedProxies: number;
  /** Null: no messages are held for addresses. */
  escrow: EscrowSettings | null;
  /** Null: nothing is anchored. */
  anchor: AnchorSettings | null;
  /** Null: there is no IPFS node. */
  ipfs: IpfsSettings | null;
  /** The chain for which wallets are linked on `/link`: that of the anchors. */
  linkChainId: number;
  /** Where `/link` and `/invite` say the companion can be had. */
  companionUrl: string | null;
}

const whole = (max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'must be a whole number'), v.transform(Number), v.maxValue(max));

/** The variables of every mediator. Docstrings of variables stand in mediator/README.md. */
export const runVariables = {
  /** `0` takes a free one. */
  PORT: v.optional(whole(65_535), '8080'),
  /** The address to listen on; a container wants `0.0.0.0`. */
  HOST: v.optional(v.string(), '127.0.0.1'),
  /** The database and `keys.json`, made at the first start, readable by its owner only. */
  DATA_DIR: v.optional(v.string(), './mediator-data'),
  /**
   * Where the world reaches it; else `http://127.0.0.1:<port>`. **It decides the DID**: `https://example.org/m` is
   * `did:web:example.org:m`. `https` except on loopback.
   */
  PUBLIC_URL: v.optional(v.pipe(v.string(), v.url('must be a URL'))),
  /** `debug` adds the codes of refused commands. */
  LOG_LEVEL: v.optional(v.picklist(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), 'info'),
  /** JSON that replaces some of the limits below; a name that is none is refused, pages can only be made shorter. */
  LIMITS_FILE: v.optional(v.string()),
  /** How many proxies in front append to `X-Forwarded-For`. */
  TRUSTED_PROXIES: v.optional(whole(16), '0'),
};

const schema = v.object({
  ...runVariables,
  ...escrowVariables,
  ...anchorVariables,
  ...ipfsVariables,
});

/** Reads the settings; an empty variable counts as not set. @throws naming the variable that is wrong. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = v.safeParse(schema, set);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new Error(`${v.getDotPath(issue) ?? 'settings'}: ${issue.message}`);
  }
  const { output } = parsed;
  const anchor = anchorSettings(output);
  return {
    host: output.HOST,
    port: output.PORT,
    dataDir: resolve(output.DATA_DIR),
    publicUrl: output.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    logLevel: output.LOG_LEVEL,
    limits: loadLimits(output.LIMITS_FILE),
    trustedProxies: output.TRUSTED_PROXIES,
    escrow: escrowSettings(output),
    anchor,
    linkChainId: output.ANCHOR_CHAIN_ID,
    companionUrl: output.COMPANION_URL ?? null,
    // An escrow publishes what was re-encrypted, an anchor its index files.
    ipfs: ipfsSettings(output, anchor !== null || set.ESCROW === '1'),
  };
}

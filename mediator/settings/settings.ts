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

const schema = v.object({
  HOST: v.optional(v.string(), '127.0.0.1'),
  PORT: v.optional(whole(65_535), '8080'),
  DATA_DIR: v.optional(v.string(), './mediator-data'),
  PUBLIC_URL: v.optional(v.pipe(v.string(), v.url('must be a URL'))),
  LOG_LEVEL: v.optional(v.picklist(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), 'info'),
  LIMITS_FILE: v.optional(v.string()),
  TRUSTED_PROXIES: v.optional(whole(16), '0'),
  COMPANION_URL: v.optional(
    v.pipe(v.string(), v.url('must be a URL'), v.regex(/^https?:/i, 'must be an http URL')),
  ),
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

import * as v from 'valibot';

/** Where index files are anchored (mediator/README.md *Settings*). */
export interface AnchorSettings {
  rpcUrl: string;
  chainId: number;
  /** Lower-case hex. */
  contract: `0x${string}`;
  /** Of the account that owns the contract. From the environment only: never stored, never logged. */
  secretKey: `0x${string}`;
  intervalSeconds: number;
  /** So many new CIDs make an index file before the interval ends. */
  count: number;
  /** A transaction not mined after so long is sent again with a higher fee. */
  stuckSeconds: number;
  /** No transaction offers more than this for a unit of gas. */
  maxFeeGwei: number;
}

const whole = (pattern: RegExp, min: number, max: number) =>
  v.pipe(
    v.string(),
    v.regex(pattern, 'must be a whole number'),
    v.transform(Number),
    v.minValue(min),
    v.maxValue(max),
  );
const upTo = (max: number) => whole(/^\d{1,15}$/, 1, max);

/** The variables, as a part of the schema of all settings. */
export const anchorVariables = {
  /** JSON-RPC endpoint of any EVM chain with EIP-1559 fees. */
  ANCHOR_RPC_URL: v.optional(
    v.pipe(v.string(), v.url('must be a URL'), v.regex(/^https?:/i, 'must be an http URL')),
  ),
  /** Polygon; `80002` is Amoy. An endpoint that serves another chain is refused, and nothing is sent. */
  ANCHOR_CHAIN_ID: v.optional(upTo(Number.MAX_SAFE_INTEGER), '137'),
  /** A `MessageAnchor` ([`contracts/`](../contracts)) owned by the account of the key. */
  ANCHOR_CONTRACT: v.optional(
    v.pipe(v.string(), v.regex(/^0x[0-9a-f]{40}$/i, 'must be an address'), v.toLowerCase()),
  ),
  /** Of that account: `0x` and 64 hex digits. From the environment only; never stored, never logged. */
  ANCHOR_PRIVATE_KEY: v.optional(
    v.pipe(v.string(), v.regex(/^0x[0-9a-f]{64}$/i, 'must be 0x and 64 hex digits')),
  ),
  /** New CIDs become an index file at every whole multiple of it, */
  ANCHOR_INTERVAL_SECONDS: v.optional(upTo(86_400 * 30), '600'),
  /** or when so many wait, but then at most once a minute. */
  ANCHOR_COUNT: v.optional(upTo(1_000_000), '1000'),
  /** A transaction not mined after so long is sent again under its nonce, a quarter better paid. */
  ANCHOR_STUCK_SECONDS: v.optional(upTo(86_400), '120'),
  /** No transaction offers more for a unit of gas. */
  ANCHOR_MAX_FEE_GWEI: v.optional(upTo(1_000_000), '5000'),
};

/** Null unless the chain, the contract and the key are named. @throws when only some of the three are */
export function anchorSettings(
  variables: v.InferOutput<v.ObjectSchema<typeof anchorVariables, undefined>>,
): AnchorSettings | null {
  const { ANCHOR_RPC_URL, ANCHOR_CONTRACT, ANCHOR_PRIVATE_KEY } = variables;
  const needed = { ANCHOR_RPC_URL, ANCHOR_CONTRACT, ANCHOR_PRIVATE_KEY };
  const missing = Object.entries(needed).filter(([, value]) => value === undefined);
  if (missing.length === 3) return null;
  if (missing[0]) throw new Error(`${missing[0][0]}: is needed for anchoring`);
  return {
    rpcUrl: ANCHOR_RPC_URL as string,
    chainId: variables.ANCHOR_CHAIN_ID,
    contract: ANCHOR_CONTRACT as `0x${string}`,
    secretKey: ANCHOR_PRIVATE_KEY as `0x${string}`,
    intervalSeconds: variables.ANCHOR_INTERVAL_SECONDS,
    count: variables.ANCHOR_COUNT,
    stuckSeconds: variables.ANCHOR_STUCK_SECONDS,
    maxFeeGwei: variables.ANCHOR_MAX_FEE_GWEI,
  };
}

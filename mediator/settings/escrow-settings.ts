import * as v from 'valibot';

const DAY = 86_400;

/** How a mediator holds messages for addresses (mediator/README.md *Settings*). */
export interface EscrowSettings {
  /** How long an epoch's keys are handed out. */
  epochSeconds: number;
  /** RPC endpoints by chain id: where contract wallets are asked. */
  chains: ReadonlyMap<number, string>;
}

const days = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}(?:\.\d{1,6})?$/, 'must be a number of days'),
  v.transform(Number),
  v.minValue(0.00001),
  v.maxValue(365),
);

const chains = v.pipe(
  v.string(),
  v.parseJson(undefined, 'must be JSON'),
  v.record(
    v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/, 'must be a chain id')),
    v.pipe(v.string(), v.url('must be a URL'), v.regex(/^https?:/i, 'must be an http URL')),
  ),
);

/** The variables, as a part of the schema of all settings. */
export const escrowVariables = {
  /** `1`: hold messages for wallets that have not set up, and serve `/link` and `/invite`. */
  ESCROW: v.optional(v.picklist(['0', '1']), '0'),
  /** How long an epoch's keys are handed out; they are destroyed when nothing unfinished names them. */
  ESCROW_EPOCH_DAYS: v.optional(days, '30'),
  /** Where contract wallets are asked (ERC-1271): `{"137": "https://…"}`. */
  CHAINS: v.optional(chains, '{}'),
  /** Where `/link` and `/invite` say the companion can be had. */
  COMPANION_URL: v.optional(
    v.pipe(v.string(), v.url('must be a URL'), v.regex(/^https?:/i, 'must be an http URL')),
  ),
};

/** Null unless `ESCROW=1`. */
export function escrowSettings({
  ESCROW,
  ESCROW_EPOCH_DAYS,
  CHAINS,
}: v.InferOutput<v.ObjectSchema<typeof escrowVariables, undefined>>): EscrowSettings | null {
  if (ESCROW !== '1') return null;
  return {
    epochSeconds: Math.ceil(ESCROW_EPOCH_DAYS * DAY),
    chains: new Map(Object.entries(CHAINS).map(([chainId, url]) => [Number(chainId), url])),
  };
}

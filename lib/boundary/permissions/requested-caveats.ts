import type { Caveat, GrantName, JsonValue } from '../../api/decentrl-rpc.ts';
import type { DecentrlRpc } from '../../api/page.ts';
import { EventTypeNotPermittedError, InvalidParamsError } from '../../errors/errors.ts';
import { isReservedName } from './caveats.ts';

/** A permission as a site asks for it. */
export interface RequestedGrant {
  name: GrantName;
  caveats: Caveat[];
}

/** Entries of a caveat (security.md *Limits*). */
const MAX_ITEMS = 64;
const EVENT_TYPE = /^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,125}(\.\*)?$/;

const isStrings = (value: JsonValue) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= MAX_ITEMS &&
  value.every((item) => typeof item === 'string' && item.length > 0 && item.length <= 2_048);
const isCount = (value: JsonValue) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

const CHECKS: Record<string, (value: JsonValue) => boolean> = {
  peers: isStrings,
  contracts: isStrings,
  identities: isStrings,
  eventTypes: (value) => isStrings(value) && (value as string[]).every((type) => EVENT_TYPE.test(type)),
  direction: (value) => value === 'in' || value === 'out' || value === 'both',
  expiry: isCount,
  perMinute: isCount,
  allowHeld: (value) => value === true,
};

const ALLOWED: Record<GrantName, readonly string[]> = {
  // Which identities a site may know is the person's choice, never the site's.
  decentrl_identities: ['expiry'],
  decentrl_contracts: ['peers', 'contracts', 'expiry'],
  decentrl_events: ['peers', 'contracts', 'identities', 'eventTypes', 'direction', 'expiry', 'perMinute'],
  dmtp_send: ['peers', 'identities', 'eventTypes', 'expiry', 'perMinute', 'allowHeld'],
  dmtp_read: ['peers', 'identities', 'expiry'],
};

/** The permissions a site asks for with `wallet_requestPermissions`, each caveat checked; throws -32602 or 4314. */
export function checkRequestedCaveats(
  params: DecentrlRpc['wallet_requestPermissions']['params'],
): RequestedGrant[] {
  return (Object.entries(params) as [GrantName, Record<string, JsonValue>][]).map(([name, members]) => {
    const allowed = ALLOWED[name];
    const caveats = Object.entries(members).map(([type, value]): Caveat => {
      if (!allowed.includes(type) || CHECKS[type]?.(value) !== true) {
        throw new InvalidParamsError([
          { path: `${name}.${type}`, message: 'is not a caveat of this permission' },
        ]);
      }
      return { type, value: type === 'peers' ? lowerAddresses(value) : value };
    });
    const types = caveats.find(({ type }) => type === 'eventTypes')?.value;
    if (Array.isArray(types) && types.some((type) => isReservedName(String(type))))
      throw new EventTypeNotPermittedError();
    const scoped = caveats.some(({ type }) => type === 'peers' || type === 'contracts');
    if (name !== 'decentrl_identities' && !scoped) {
      throw new InvalidParamsError([{ path: name, message: 'must name peers or contracts' }]);
    }
    const sends = name === 'decentrl_events' || name === 'dmtp_send';
    if (sends && !caveats.some(({ type }) => type === 'eventTypes')) {
      throw new InvalidParamsError([{ path: name, message: 'must name eventTypes' }]);
    }
    if (name === 'decentrl_events' && !caveats.some(({ type }) => type === 'direction')) {
      caveats.push({ type: 'direction', value: 'both' });
    }
    return { name, caveats };
  });
}

/** Wallet addresses are compared in lower case, as they stand in every object of ours; DIDs are never touched. */
function lowerAddresses(peers: JsonValue): JsonValue {
  if (!Array.isArray(peers)) return peers;
  return peers.map((peer) =>
    typeof peer === 'string' && /^0x[0-9a-fA-F]{40}$/.test(peer) ? peer.toLowerCase() : peer,
  );
}

import type { Caveat, DecentrlRpc, GrantName, JsonValue } from '../provider/decentrl-rpc.ts';
import { EventTypeNotPermittedError, InvalidParamsError, UnsupportedMethodError } from '../rpc/errors.ts';
import { isReservedName } from './caveats.ts';

/** A permission as a site asks for it. */
export interface RequestedGrant {
  name: GrantName;
  caveats: Caveat[];
}

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
};

const ALLOWED: Partial<Record<GrantName, readonly string[]>> = {
  // Which identities a site may know is the person's choice, never the site's.
  decentrl_identities: ['expiry'],
  decentrl_contracts: ['peers', 'contracts', 'expiry'],
  decentrl_events: ['peers', 'contracts', 'identities', 'eventTypes', 'direction', 'expiry', 'perMinute'],
};

/** The permissions a site asks for with `wallet_requestPermissions`, each caveat checked; throws -32602, 4314 or 4200. */
export function checkRequestedCaveats(
  params: DecentrlRpc['wallet_requestPermissions']['params'],
): RequestedGrant[] {
  return (Object.entries(params) as [GrantName, Record<string, JsonValue>][]).map(([name, members]) => {
    const allowed = ALLOWED[name];
    if (allowed === undefined) throw new UnsupportedMethodError(name);
    const caveats = Object.entries(members).map(([type, value]): Caveat => {
      if (!allowed.includes(type) || CHECKS[type]?.(value) !== true) {
        throw new InvalidParamsError([
          { path: `${name}.${type}`, message: 'is not a caveat of this permission' },
        ]);
      }
      return { type, value };
    });
    const types = caveats.find(({ type }) => type === 'eventTypes')?.value;
    if (Array.isArray(types) && types.some((type) => isReservedName(String(type))))
      throw new EventTypeNotPermittedError();
    const scoped = caveats.some(({ type }) => type === 'peers' || type === 'contracts');
    if (name !== 'decentrl_identities' && !scoped) {
      throw new InvalidParamsError([{ path: name, message: 'must name peers or contracts' }]);
    }
    if (name === 'decentrl_events' && !caveats.some(({ type }) => type === 'eventTypes')) {
      throw new InvalidParamsError([{ path: name, message: 'must name eventTypes' }]);
    }
    if (name === 'decentrl_events' && !caveats.some(({ type }) => type === 'direction')) {
      caveats.push({ type: 'direction', value: 'both' });
    }
    return { name, caveats };
  });
}

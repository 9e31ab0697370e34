/**
 * Whether a permission covers one thing. The presence of a value is the authority: a missing caveat, an empty list, a
 * caveat of an unknown kind or a value of another shape covers nothing, never "all" (provider-api.md *Grants*, security.md
 * T-27). Types and tags beginning `decentrl.` or `dmtp.` are covered by no permission and no wildcard.
 */
import type { Caveat, GrantName, JsonValue } from '../../api/decentrl-rpc.ts';

/** One thing an origin wants to do. Members that do not apply stay out. */
export interface Want {
  /** DID of the identity it is done with. */
  identity?: string;
  /** The relationship; what a site's caveat `contracts` names. */
  conversationId?: string;
  /** DIDs under which the other side is known, or its wallet address in lower case. */
  peers?: readonly string[];
  /** An exact event type. */
  eventType?: string;
  direction?: 'in' | 'out';
  /** Without asking the person, where an escrow can read it until the recipient has set up. */
  held?: boolean;
}

const KNOWN = new Set([
  'identities',
  'peers',
  'contracts',
  'eventTypes',
  'direction',
  'expiry',
  'perMinute',
  'allowHeld',
]);

const RESERVED = /^(decentrl|dmtp)\./i;

/** Tells whether an event type, pattern or tag is the companion's own. */
export function isReservedName(name: string): boolean {
  return RESERVED.test(name);
}

function list(caveats: readonly Caveat[], type: string): readonly JsonValue[] {
  const value = caveats.find((caveat) => caveat.type === type)?.value;
  return Array.isArray(value) ? value : [];
}

/** The strings of a list caveat, none when it is missing or something else. */
export function caveatStrings(caveats: readonly Caveat[], type: string): string[] {
  return list(caveats, type).filter((item) => typeof item === 'string');
}

/** The number of a caveat such as `perMinute`, null when it is missing or no safe number. */
export function caveatNumber(caveats: readonly Caveat[], type: string): number | null {
  const value = caveats.find((caveat) => caveat.type === type)?.value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

/** Tells whether one of `patterns` (exact, or `prefix.*`) covers the exact `type`. */
export function eventTypeCovered(patterns: readonly string[], type: string): boolean {
  if (isReservedName(type)) return false;
  return patterns.some((pattern) => {
    if (isReservedName(pattern)) return false;
    if (!pattern.endsWith('.*')) return pattern === type;
    const prefix = pattern.slice(0, -1);
    return prefix.length > 1 && type.length > prefix.length && type.startsWith(prefix);
  });
}

/** Tells whether the caveats name this relationship or its other side. */
export function scopeCovered(caveats: readonly Caveat[], want: Want): boolean {
  const { conversationId } = want;
  if (conversationId !== undefined && caveatStrings(caveats, 'contracts').includes(conversationId))
    return true;
  const peers = caveatStrings(caveats, 'peers');
  return (want.peers ?? []).some((peer) => peers.includes(peer));
}

function identityCovered(caveats: readonly Caveat[], want: Want): boolean {
  return want.identity !== undefined && caveatStrings(caveats, 'identities').includes(want.identity);
}

function directionCovered(caveats: readonly Caveat[], want: Want): boolean {
  const value = caveats.find((caveat) => caveat.type === 'direction')?.value;
  return want.direction !== undefined && (value === 'both' || value === want.direction);
}

/** Tells whether every caveat is one this version knows and its expiry (whole seconds) lies ahead of `now` (milliseconds). */
export function caveatsAlive(caveats: readonly Caveat[], now: number): boolean {
  if (!caveats.every((caveat) => KNOWN.has(caveat.type))) return false;
  if (new Set(caveats.map((caveat) => caveat.type)).size !== caveats.length) return false;
  if (!caveats.some((caveat) => caveat.type === 'expiry')) return true;
  const expiry = caveatNumber(caveats, 'expiry');
  return expiry !== null && now < expiry * 1000;
}

function typesCovered(caveats: readonly Caveat[], type: string): boolean {
  return eventTypeCovered(caveatStrings(caveats, 'eventTypes'), type);
}

/** What it covers may be held where an escrow can read it (address-messaging.md §2.3). */
function allowsHeld(caveats: readonly Caveat[]): boolean {
  return caveats.some(({ type, value }) => type === 'allowHeld' && value === true);
}

/**
 * Tells whether a permission with these caveats is about the relationship or address of `want` at `now` (milliseconds), with
 * that identity, whatever else limits it: its origin knows that it is there.
 */
export function reaches(caveats: readonly Caveat[], want: Want, now: number): boolean {
  if (!caveatsAlive(caveats, now)) return false;
  const limited = caveats.some((caveat) => caveat.type === 'identities');
  if (limited && !identityCovered(caveats, want)) return false;
  return scopeCovered(caveats, want);
}

/** Tells whether a permission `name` with these caveats covers `want` at `now` (milliseconds). */
export function covers(name: GrantName, caveats: readonly Caveat[], want: Want, now: number): boolean {
  if (name === 'decentrl_identities') return caveatsAlive(caveats, now) && identityCovered(caveats, want);
  if (!reaches(caveats, want, now)) return false;
  if (name === 'decentrl_contracts') return true;
  if (name === 'dmtp_read') return true;
  if (name === 'dmtp_send') {
    if (want.held === true && !allowsHeld(caveats)) return false;
    return want.eventType === undefined || typesCovered(caveats, want.eventType);
  }
  if (name !== 'decentrl_events' || want.eventType === undefined) return false;
  return (
    directionCovered(caveats, want) && eventTypeCovered(caveatStrings(caveats, 'eventTypes'), want.eventType)
  );
}

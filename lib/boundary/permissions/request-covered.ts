import type { Permission } from '../../api/decentrl-rpc.ts';
import { caveatStrings, covers, type Want } from './caveats.ts';
import type { RequestedGrant } from './requested-caveats.ts';

/** Every single thing a requested permission would allow. */
function wants(request: RequestedGrant): Want[] {
  const { caveats } = request;
  const scopes: Want[] = [
    ...caveatStrings(caveats, 'contracts').map((conversationId) => ({ conversationId })),
    ...caveatStrings(caveats, 'peers').map((peer) => ({ peers: [peer] })),
  ];
  const types = caveatStrings(caveats, 'eventTypes');
  const identities = caveatStrings(caveats, 'identities');
  if (request.name === 'dmtp_send') {
    const held = caveats.some(({ type }) => type === 'allowHeld');
    return scopes.flatMap((scope) =>
      types.flatMap((eventType) => withIdentities({ ...scope, eventType, held }, identities)),
    );
  }
  if (request.name === 'dmtp_read') return scopes.flatMap((scope) => withIdentities(scope, identities));
  if (types.length === 0) return scopes;
  const direction = caveats.find(({ type }) => type === 'direction')?.value;
  const directions: ('in' | 'out')[] =
    direction === 'in' || direction === 'out' ? [direction] : ['in', 'out'];
  return scopes.flatMap((scope) =>
    types.flatMap((eventType) =>
      directions.flatMap((way) => withIdentities({ ...scope, eventType, direction: way }, identities)),
    ),
  );
}

function withIdentities(want: Want, identities: readonly string[]): Want[] {
  return identities.length === 0 ? [want] : identities.map((identity) => ({ ...want, identity }));
}

/** Tells whether what is granted already allows everything that is requested, so that nobody need be asked. */
export function requestCovered(
  request: RequestedGrant,
  granted: readonly Permission[],
  now: number,
): boolean {
  const held = granted.filter(({ parentCapability }) => parentCapability === request.name);
  if (request.name === 'decentrl_identities') return held.length > 0;
  return wants(request).every((want) => held.some(({ caveats }) => covers(request.name, caveats, want, now)));
}

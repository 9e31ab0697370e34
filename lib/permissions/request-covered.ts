import type { Permission } from '../provider/decentrl-rpc.ts';
import { caveatStrings, covers, type Want } from './caveats.ts';
import type { RequestedGrant } from './requested-caveats.ts';

/** Every single thing a requested permission would allow. */
function wants({ caveats }: RequestedGrant): Want[] {
  const scopes: Want[] = [
    ...caveatStrings(caveats, 'contracts').map((contractId) => ({ contractId })),
    ...caveatStrings(caveats, 'peers').map((peer) => ({ peers: [peer] })),
  ];
  const types = caveatStrings(caveats, 'eventTypes');
  if (types.length === 0) return scopes;
  const direction = caveats.find(({ type }) => type === 'direction')?.value;
  const directions: ('in' | 'out')[] =
    direction === 'in' || direction === 'out' ? [direction] : ['in', 'out'];
  const identities = caveatStrings(caveats, 'identities');
  return scopes.flatMap((scope) =>
    types.flatMap((eventType) =>
      directions.flatMap((way) => {
        const want: Want = { ...scope, eventType, direction: way };
        return identities.length === 0 ? [want] : identities.map((identity) => ({ ...want, identity }));
      }),
    ),
  );
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

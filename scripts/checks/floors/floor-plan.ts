/**
 * The floors of `lib/`, lowest first (ARCHITECTURE.md *Floors*). A room imports rooms of lower floors; on its own floor only
 * those it is written after with `over`. Type-only imports count. A room is a folder, or a file in the place of one.
 */
export interface Room {
  readonly path: string;
  /** Rooms of the same floor that this one may import. */
  readonly over?: readonly string[];
}

export const floorPlan: readonly (readonly Room[])[] = [
  [{ path: 'crypto' }],
  [{ path: 'errors' }, { path: 'platform' }],
  [{ path: 'protocol' }, { path: 'api' }, { path: 'store' }, { path: 'net' }],
  [
    { path: 'provider' },
    { path: 'popup-client' },
    { path: 'wallet-proof' },
    { path: 'keys' },
    { path: 'anchor' },
  ],
  [
    { path: 'mediator-client' },
    { path: 'mediator-client/outbox', over: ['mediator-client'] },
    { path: 'mediator-client/sync', over: ['mediator-client', 'mediator-client/outbox'] },
  ],
  [{ path: 'domain/records' }, { path: 'domain', over: ['domain/records'] }],
  [{ path: 'envelopes' }, { path: 'relationships', over: ['envelopes'] }, { path: 'wallets' }],
  [{ path: 'messages' }, { path: 'anchoring' }],
  [
    { path: 'held/kept' },
    { path: 'held/send', over: ['held/kept'] },
    { path: 'held/receive', over: ['held/kept'] },
    { path: 'held', over: ['held/kept', 'held/send', 'held/receive'] },
  ],
  [{ path: 'sync' }, { path: 'restore' }],
  [{ path: 'views' }],
  [
    { path: 'boundary/call' },
    { path: 'boundary/permissions', over: ['boundary/call'] },
    { path: 'boundary/approvals', over: ['boundary/call', 'boundary/permissions'] },
    { path: 'boundary/sites', over: ['boundary/call', 'boundary/permissions', 'boundary/approvals'] },
    {
      path: 'boundary/app',
      over: ['boundary/call', 'boundary/permissions', 'boundary/approvals', 'boundary/sites'],
    },
    {
      path: 'boundary/handlers',
      over: ['boundary/call', 'boundary/permissions', 'boundary/approvals', 'boundary/sites', 'boundary/app'],
    },
    {
      path: 'boundary',
      over: [
        'boundary/call',
        'boundary/permissions',
        'boundary/approvals',
        'boundary/sites',
        'boundary/app',
        'boundary/handlers',
      ],
    },
  ],
  [{ path: 'app.ts' }],
];

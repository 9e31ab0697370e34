import type { Domain } from '../domain/domain.ts';
import type { Keyring } from '../keys/keyring-interface.ts';
import type { Outbox } from '../mediator-client/outbox/outbox.ts';
import type { Sync } from '../mediator-client/sync/sync.ts';
import type { LogBuffer } from '../platform/log.ts';

/** What the report is read from. */
export interface DiagnosticsContext extends Pick<Domain, 'tables' | 'clock'> {
  readonly keyring: Pick<Keyring, 'state' | 'profiles' | 'lockAt'>;
  readonly outbox: Pick<Outbox, 'count'>;
  readonly sync: Pick<Sync, 'status'>;
  readonly logBuffer: LogBuffer;
  hostAccess(): Promise<boolean>;
}

/** A report to pass on when something is wrong: counts, states and fixed sentences; no names, texts, DIDs or keys. */
export async function diagnosticsReport(app: DiagnosticsContext): Promise<string> {
  const [phase, profiles, outbox, quarantined, hostAccess, lockAt] = await Promise.all([
    app.keyring.state(),
    app.keyring.profiles(),
    app.outbox.count(),
    app.tables.quarantine.count(),
    app.hostAccess(),
    app.keyring.lockAt(),
  ]);
  const syncs = profiles.map(({ index }) => {
    const { lastSyncAt, connected, problem } = app.sync.status(index);
    const last = lastSyncAt === null ? 'never' : new Date(lastSyncAt).toISOString();
    return `identity ${index}: last sync ${last}, ${connected ? 'connected' : 'not connected'}${problem === null ? '' : `, problem: ${problem}`}`;
  });
  const lines = app.logBuffer.lines().map(({ at, level, name, message, fields }) => {
    const details = Object.entries(fields).map(([key, value]) => `${key}=${value}`);
    return [new Date(at).toISOString(), level, name, message, ...details].join(' ');
  });
  return [
    `Decentrl Companion, ${new Date(app.clock.now()).toISOString()}`,
    `state: ${phase}, locks at: ${lockAt === null ? 'never or locked' : new Date(lockAt).toISOString()}`,
    `identities: ${profiles.length}, waiting to be sent: ${outbox}, quarantined: ${quarantined}, access to sites: ${hostAccess}`,
    ...syncs,
    '',
    ...lines,
  ].join('\n');
}

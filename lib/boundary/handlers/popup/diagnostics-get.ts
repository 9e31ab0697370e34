import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** A report to pass on when something is wrong: counts, states and fixed sentences; no names, texts, DIDs or keys. */
export const diagnosticsGet: PopupHandler<'diagnostics_get', App> = async (app) => {
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
  const report = [
    `Decentrl Companion, ${new Date(app.clock.now()).toISOString()}`,
    `state: ${phase}, locks at: ${lockAt === null ? 'never or locked' : new Date(lockAt).toISOString()}`,
    `identities: ${profiles.length}, waiting to be sent: ${outbox}, quarantined: ${quarantined}, access to sites: ${hostAccess}`,
    ...syncs,
    '',
    ...lines,
  ].join('\n');
  return { report };
};

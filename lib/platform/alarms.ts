import type { Alarms } from 'webextension-polyfill';

/**
 * Makes sure that the alarm `name` exists. Creating an alarm again postpones it, and a worker that wakes every minute
 * would postpone it for ever, so one with the same period that is still to come is left alone (security.md L-22).
 * Browsers forget alarms at restarts and updates: call this at every start. Times are minutes and milliseconds.
 */
export async function ensureAlarm(
  alarms: Alarms.Static,
  name: string,
  info: { periodInMinutes: number; when?: number },
): Promise<void> {
  const present = await alarms.get(name);
  if (present !== undefined && present.periodInMinutes === info.periodInMinutes) return;
  await alarms.create(name, info);
}

/** Sets a one-time alarm for `when` (milliseconds), moving it only when it stands at another time; null removes it. */
export async function setAlarm(alarms: Alarms.Static, name: string, when: number | null): Promise<void> {
  if (when === null) {
    await alarms.clear(name);
    return;
  }
  const present = await alarms.get(name);
  if (present?.scheduledTime !== when) await alarms.create(name, { when });
}

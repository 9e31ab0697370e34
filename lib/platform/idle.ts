import type { Idle } from 'webextension-polyfill';

/**
 * Calls `listener` when the system locks its screen. Chrome says so; Firefox reports `active` and `idle` only, there the
 * lock by idleness has to do (browsers.md *What keeps the background alive*). Call it synchronously at the top level, or the
 * event is lost at a wake.
 */
export function onSystemLock(idle: Idle.Static, listener: () => void): void {
  idle.onStateChanged.addListener((state) => {
    if (state === 'locked') listener();
  });
}

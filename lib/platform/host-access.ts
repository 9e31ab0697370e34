import type { Permissions } from 'webextension-polyfill';

const ORIGINS = ['https://*/*'];

/** Whether the browser gives us the sites our content scripts name; Firefox lets a person withhold that (security.md L-28). */
export function hasHostAccess(permissions: Permissions.Static): Promise<boolean> {
  return permissions.contains({ origins: ORIGINS });
}

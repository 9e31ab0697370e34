import type { PopupRpc } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { type Asked, useAsked } from '../companion/use-asked.ts';

/** What the background knows of a DID. */
export type Resolved = Asked<PopupRpc['contact_resolve']['result']>;

const PASTED_MS = 150;

/** Asks how a message to `did` would travel, a moment after it was typed or pasted. */
export function useResolved(did: string | null): Resolved {
  const { client } = useCompanion();
  return useAsked(did, (typed) => client.request('contact_resolve', { did: typed }), PASTED_MS, [client]);
}

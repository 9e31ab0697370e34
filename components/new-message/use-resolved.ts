import { useEffect, useState } from 'preact/hooks';
import type { PopupRpc } from '../../lib/rpc/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';

/** What the background knows of a DID. */
export interface Resolved {
  asking: boolean;
  found: PopupRpc['contact_resolve']['result'] | null;
  error: unknown;
}

const NOTHING: Resolved = { asking: false, found: null, error: null };

/** Asks how a message to `did` would travel, a moment after it was typed or pasted. */
export function useResolved(did: string | null): Resolved {
  const { client } = useCompanion();
  const [answer, setAnswer] = useState<Resolved & { of: string | null }>({ ...NOTHING, of: null });
  useEffect(() => {
    if (did === null) return;
    let current = true;
    const timer = setTimeout(() => {
      client.request('contact_resolve', { did }).then(
        (found) => current && setAnswer({ of: did, asking: false, found, error: null }),
        (error: unknown) => current && setAnswer({ of: did, asking: false, found: null, error }),
      );
    }, 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, did]);
  if (did === null) return NOTHING;
  return answer.of === did ? answer : { ...NOTHING, asking: true };
}

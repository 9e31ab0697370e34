import { useEffect, useRef, useState } from 'preact/hooks';
import type { ContactView, GapView, MessageView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';

const PAGE = 50;
/** Beyond this many a refresh reads the newest only; the state of older messages is final by then. */
const REFRESH_MOST = 200;

type Item = MessageView | GapView;

/** One conversation, oldest first, of which the newest pages are here. */
export interface Messages {
  contact: ContactView | null;
  items: Item[];
  hasMore: boolean;
  /** Own stored events are anchored from now on. */
  anchoring: boolean;
  loadingOlder: boolean;
  error: unknown;
  older(): void;
  reload(): void;
}

function keyOf(item: Item): string {
  return item.kind === 'gap' ? `gap ${item.cursor}` : item.eventId;
}

function merge(before: Item[], read: Item[], replaceFrom: number): Item[] {
  const byKey = new Map<string, Item>();
  for (const item of before) if (item.cursor < replaceFrom) byKey.set(keyOf(item), item);
  for (const item of read) byKey.set(keyOf(item), item);
  return [...byKey.values()].sort((a, b) => a.cursor - b.cursor);
}

/** Reads a conversation and follows its changes. */
export function useMessages(conversationId: string): Messages {
  const { client, version, versions } = useCompanion();
  const [contact, setContact] = useState<ContactView | null>(null);
  const [items, setItems] = useState<Item[]>([]);
  const [hasMore, setHasMore] = useState(false);
  const [anchoring, setAnchoring] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [loadingOlder, setLoadingOlder] = useState(false);
  const [turn, setTurn] = useState(0);
  const shown = useRef<Item[]>([]);
  const changes = version(`conversation:${conversationId}`).value;
  const lists = versions('conversation_get');
  shown.current = items;

  useEffect(() => {
    let current = true;
    const limit = Math.min(Math.max(PAGE, shown.current.length), REFRESH_MOST);
    client.request('conversation_get', { conversationId, limit }).then(
      (answer) => {
        if (!current) return;
        const oldest = answer.items.reduce(
          (least, item) => Math.min(least, item.cursor),
          Number.POSITIVE_INFINITY,
        );
        const keepsOlder = shown.current.some((item) => item.cursor < oldest);
        setItems((before) => merge(before, answer.items, oldest));
        setContact(answer.contact);
        setAnchoring(answer.anchoring);
        if (!keepsOlder) setHasMore(answer.hasMore);
        setError(null);
      },
      (reason: unknown) => current && setError(reason),
    );
    return () => {
      current = false;
    };
  }, [client, conversationId, changes, ...lists, turn]);

  return {
    contact,
    items,
    hasMore,
    anchoring,
    loadingOlder,
    error,
    reload: () => setTurn((before) => before + 1),
    older() {
      const first = items[0];
      if (loadingOlder || !hasMore || first === undefined) return;
      setLoadingOlder(true);
      client
        .request('conversation_get', { conversationId, before: first.cursor, limit: PAGE })
        .then(
          (answer) => {
            setItems((before) => merge(answer.items, before, Number.POSITIVE_INFINITY));
            setHasMore(answer.hasMore);
          },
          (reason: unknown) => setError(reason),
        )
        .finally(() => setLoadingOlder(false));
    },
  };
}

import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ConversationRow } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';

const PAGE = 50;
const TYPING_MS = 120;

/** Conversations as a long list of which only some pages are here. */
export interface Conversations {
  /** Null until the first answer. */
  total: number | null;
  at(index: number): ConversationRow | undefined;
  /** Reads the pages that hold these rows. */
  need(first: number, last: number): void;
  error: unknown;
}

type Pages = { search: string; total: number; pages: Map<number, ConversationRow[]> };

/** Reads conversations that match `search` (all for an empty one), page by page; pages are read again when something changed. */
export function useConversations(search: string): Conversations {
  const companion = useCompanion();
  const [found, setFound] = useState<Pages | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [wanted, setWanted] = useState('0');
  const versions = companion.versions('conversations_list');
  const firstPage = companion.rows.value;
  const query = search.trim();

  useEffect(() => {
    const pages = wanted
      .split(' ')
      .map(Number)
      .filter((page) => query !== '' || page > 0);
    if (pages.length === 0) return;
    let current = true;
    const timer = setTimeout(
      async () => {
        try {
          const answers = await Promise.all(
            pages.map((page) =>
              companion.client.request('conversations_list', {
                ...(query === '' ? {} : { search: query }),
                offset: page * PAGE,
                limit: PAGE,
              }),
            ),
          );
          if (!current) return;
          setFound((before) => {
            const kept =
              before?.search === query ? new Map(before.pages) : new Map<number, ConversationRow[]>();
            pages.forEach((page, at) => void kept.set(page, answers[at]?.items ?? []));
            return { search: query, total: answers[0]?.total ?? 0, pages: kept };
          });
          setError(null);
        } catch (reason) {
          if (current) setError(reason);
        }
      },
      query === '' ? 0 : TYPING_MS,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [companion, query, wanted, ...versions]);

  const need = useCallback((first: number, last: number) => {
    const from = Math.floor(Math.max(0, first) / PAGE);
    const to = Math.floor(Math.max(0, last) / PAGE);
    setWanted(from === to ? String(from) : `${from} ${to}`);
  }, []);

  const mine = found?.search === query ? found.pages : null;
  return {
    total: query === '' ? (firstPage?.total ?? null) : mine === null ? null : (found?.total ?? 0),
    at(index) {
      const page = Math.floor(index / PAGE);
      const rows = query === '' && page === 0 ? firstPage?.items : mine?.get(page);
      return rows?.[index % PAGE];
    },
    need,
    error,
  };
}

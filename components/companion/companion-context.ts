import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Companion } from './companion.ts';

/** Hands the model to every screen. */
export const CompanionContext = createContext<Companion | null>(null);

/** Gives the model; throws outside <App>. */
export function useCompanion(): Companion {
  const companion = useContext(CompanionContext);
  if (companion === null) throw new Error('A screen needs <App> around it.');
  return companion;
}

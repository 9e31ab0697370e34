/** What a popup may remember on disk between two openings: where it was, never what was said there. */
export interface PopupMemory {
  route(): string | null;
  setRoute(route: string): void;
  scroll(route: string): number;
  setScroll(route: string, top: number): void;
  theme(): string;
  setTheme(theme: string): void;
  /** True once there was an identity here, so that *Unlock* can be painted before the worker answers. */
  known(): boolean;
  setKnown(known: boolean): void;
}

/** Keeps it in `storage` (localStorage); where that refuses, nothing is remembered and nothing fails. */
export function createPopupMemory(storage: Pick<Storage, 'getItem' | 'setItem'> | null): PopupMemory {
  const read = (key: string): string | null => {
    try {
      return storage?.getItem(key) ?? null;
    } catch {
      return null;
    }
  };
  const write = (key: string, value: string): void => {
    try {
      if (read(key) !== value) storage?.setItem(key, value);
    } catch {
      // Full or forbidden: the popup opens at the inbox next time.
    }
  };
  return {
    route: () => read('route'),
    setRoute: (route) => write('route', route),
    scroll(route) {
      const [at, top] = (read('scroll') ?? '').split(' ');
      return at === route ? Number(top) || 0 : 0;
    },
    setScroll: (route, top) => write('scroll', `${route} ${Math.round(top)}`),
    theme: () => read('theme') ?? 'system',
    setTheme: (theme) => write('theme', theme),
    known: () => read('known') === '1',
    setKnown: (known) => write('known', known ? '1' : '0'),
  };
}

import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Waiting } from '../ui/waiting.tsx';

/** Gives a component whose code is fetched when it is first shown, so that the first paint carries the inbox only. */
export function lazyScreen<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Screen: ComponentType<P> | null = null;
  return function Lazy(props: P): JSX.Element {
    const [, setTurn] = useState(0);
    useEffect(() => {
      if (Screen !== null) return;
      let shown = true;
      void load().then((loaded) => {
        Screen = loaded;
        if (shown) setTurn(1);
      });
      return () => {
        shown = false;
      };
    }, []);
    return Screen === null ? <Waiting /> : <Screen {...props} />;
  };
}

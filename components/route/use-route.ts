import { useHashLocation } from 'wouter-preact/use-hash-location';
import { parentRoute, ROUTES } from './routes.ts';

let walked: string[] = [];
let steps = 0;

/** Notes a route as reached inside this page. Called by the <App> on each change of address. */
export function noteRoute(route: string): void {
  if (walked.at(-1) === route) return;
  steps += 1;
  walked = walked.at(-2) === route ? walked.slice(0, -1) : [...walked.slice(-20), route];
}

/** True when the person came here from another screen of this page and not by an address. */
export function hasWalked(): boolean {
  return steps > 1;
}

/** The present route, `go` to another, and `back`: to the screen before, or else to the one above. */
export function useRoute(): { route: string; go(route: string, replace?: boolean): void; back(): void } {
  const [route, navigate] = useHashLocation();
  return {
    route,
    go: (to, replace = false) => navigate(to, { replace }),
    back() {
      if (route === ROUTES.inbox) return;
      const before = walked.at(-2);
      if (before !== undefined && before !== route) history.back();
      else navigate(parentRoute(route), { replace: true });
    },
  };
}

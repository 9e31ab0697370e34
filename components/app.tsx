import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { Router } from 'wouter-preact';
import { useHashLocation } from 'wouter-preact/use-hash-location';
import type { Companion } from './companion/companion.ts';
import { CompanionContext } from './companion/companion-context.ts';
import { Gate } from './route/gate.tsx';
import { isRemembered, ROUTES } from './route/routes.ts';
import { useKeys } from './route/use-keys.ts';
import { noteRoute } from './route/use-route.ts';
import { Help } from './ui/help.tsx';
import './style/style.css';

/** The screen, and the help over it when asked for; listens to the keys and remembers where the person is. */
function Page({ companion }: { companion: Companion }): JSX.Element {
  const [help, setHelp] = useState(false);
  const [route] = useHashLocation();
  useKeys(() => setHelp(true));
  // While rendering, not after: the places below ask how the person came here.
  noteRoute(route);
  useEffect(() => {
    if (isRemembered(route) && companion.surface.kind !== 'window') companion.memory.setRoute(route);
  }, [companion, route]);
  return (
    <>
      <Gate />
      {help ? <Help onClose={() => setHelp(false)} /> : null}
    </>
  );
}

/** The whole popup over a model; begins where the person left, unless an address says otherwise. */
export function App({ companion }: { companion: Companion }): JSX.Element {
  useLayoutEffect(() => {
    const remembered = companion.memory.route();
    if (
      location.hash === '' &&
      remembered !== null &&
      isRemembered(remembered) &&
      remembered !== ROUTES.inbox
    ) {
      history.replaceState(null, '', `#${remembered}`);
      dispatchEvent(new HashChangeEvent('hashchange'));
    }
  }, [companion]);
  useEffect(() => companion.start(), [companion]);
  useEffect(
    () =>
      companion.settings.subscribe((settings) => {
        const theme = settings?.theme ?? companion.memory.theme();
        if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
        else delete document.documentElement.dataset.theme;
      }),
    [companion],
  );
  return (
    <CompanionContext.Provider value={companion}>
      <Router hook={useHashLocation}>
        <Page companion={companion} />
      </Router>
    </CompanionContext.Provider>
  );
}

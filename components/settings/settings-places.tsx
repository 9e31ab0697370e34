import type { JSX } from 'preact';
import { Route, Switch } from 'wouter-preact';
import { parameter, ROUTES } from '../route/routes.ts';
import { AddIdentity } from './add-identity.tsx';
import { Chain } from './chain.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { Erase } from './erase.tsx';
import { Escrows } from './escrows.tsx';
import { Identities } from './identities.tsx';
import { Lock } from './lock.tsx';
import { Mediator } from './mediator.tsx';
import { Password } from './password.tsx';
import { Settings } from './settings.tsx';
import { Site } from './site.tsx';
import { Sites } from './sites.tsx';
import { Wallets } from './wallets.tsx';
import { Words } from './words.tsx';

/** The settings and their pages. */
export function SettingsPlaces({ route }: { route: string }): JSX.Element {
  return (
    <Switch location={route}>
      <Route path={ROUTES.addIdentity}>
        <AddIdentity />
      </Route>
      <Route path={ROUTES.identities}>
        <Identities />
      </Route>
      <Route path={ROUTES.site}>{({ origin }) => <Site key={origin} origin={parameter(origin)} />}</Route>
      <Route path={ROUTES.sites}>
        <Sites />
      </Route>
      <Route path={ROUTES.mediator}>
        <Mediator />
      </Route>
      <Route path={ROUTES.wallets}>
        <Wallets />
      </Route>
      <Route path={ROUTES.escrows}>
        <Escrows />
      </Route>
      <Route path={ROUTES.chain}>
        <Chain />
      </Route>
      <Route path={ROUTES.lock}>
        <Lock />
      </Route>
      <Route path={ROUTES.words}>
        <Words />
      </Route>
      <Route path={ROUTES.password}>
        <Password />
      </Route>
      <Route path={ROUTES.diagnostics}>
        <Diagnostics />
      </Route>
      <Route path={ROUTES.erase}>
        <Erase />
      </Route>
      <Route>
        <Settings />
      </Route>
    </Switch>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import { Identicon } from './identicon.tsx';

interface WhoProps {
  did: string;
  name: ComponentChildren;
  /** Lines under the name. */
  children: ComponentChildren;
  /** A small button at the end. */
  action?: ComponentChildren;
}

/** Whom a whole screen is about: a large picture, the name, and what tells them apart. */
export function Who({ did, name, children, action }: WhoProps): JSX.Element {
  return (
    <div class="who">
      <Identicon did={did} size={44} />
      <div class="row-text">
        <p class="who-name">{name}</p>
        {children}
      </div>
      {action}
    </div>
  );
}

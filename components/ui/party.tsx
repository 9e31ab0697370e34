import type { ComponentChildren, JSX } from 'preact';
import { Identicon } from './identicon.tsx';

interface PartyLineProps {
  /** A DID, or the address of a wallet. */
  did: string;
  name: ComponentChildren;
  /** The smaller line under the name. */
  sub: ComponentChildren;
}

/** What is inside a `Party`: picture, name and a smaller line. On its own for the label of a radio button. */
export function PartyLine({ did, name, sub }: PartyLineProps): JSX.Element {
  return (
    <>
      <Identicon did={did} />
      <span class="row-text">
        <span class="row-name strong">{name}</span>
        <span class="sub-line">{sub}</span>
      </span>
    </>
  );
}

/** An identity or a contact that a part of a screen is about, on two lines. */
export function Party({ testid, ...line }: PartyLineProps & { testid?: string }): JSX.Element {
  return (
    <div class="party" data-testid={testid}>
      <PartyLine {...line} />
    </div>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import { cleanText } from '../text/clean-text.ts';
import { Identicon } from './identicon.tsx';

interface WalletPartyProps {
  /** `0x…` in lower case, for the picture. */
  address: string;
  /** The same as it is shown, whole. */
  checksummed: string;
  /** The smaller line under the address. */
  sub: ComponentChildren;
  testid?: string;
  /** For tests: how it stands. */
  state?: string;
}

/** A wallet that a part of a screen is about: its whole address and a line under it. */
export function WalletParty({ address, checksummed, sub, testid, state }: WalletPartyProps): JSX.Element {
  return (
    <div class="party" data-testid={testid} data-state={state}>
      <Identicon did={address} />
      <span class="row-text">
        <span class="mono wrap address" dir="ltr">
          {cleanText(checksummed)}
        </span>
        <span class="sub-line">{sub}</span>
      </span>
    </div>
  );
}

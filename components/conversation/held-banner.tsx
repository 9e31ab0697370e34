import type { JSX } from 'preact';
import type { HeldLabel } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { ChangedKey } from '../held/changed-key.tsx';
import { useHeld } from '../held/use-held.ts';
import { shortAddress } from '../text/address-text.ts';
import { cleanName } from '../text/clean-text.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { NoBreak } from '../ui/no-break.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Messages } from './use-messages.ts';

/** Labels of the messages an escrow can still read, oldest first. */
function readable(items: Messages['items']): HeldLabel[] {
  return items.flatMap((item) =>
    item.kind === 'message' && item.held !== null && item.held.readableBy !== null ? [item.held] : [],
  );
}

interface HeldBannerProps {
  /** `0x…` in lower case. */
  address: string;
  items: Messages['items'];
  name: string;
}

/** Stands over the messages to a wallet nobody answers for: who can read them until when, and how to invite. */
export function HeldBanner({ address, items, name }: HeldBannerProps): JSX.Element | null {
  const { t, dates } = useCompanion();
  const labels = readable(items);
  const chainId = labels.at(-1)?.chainId;
  const { found } = useHeld(address, chainId);
  if (found?.delivery === 'e2ee') {
    return (
      <Notice tone="accent" title={t('heldNowReady', name)} testid="banner-held">
        {t('heldNowReadyThen')}
      </Notice>
    );
  }
  const host = labels.at(-1)?.readableBy ?? found?.readableBy;
  const wallet = found?.checksummed || labels.at(-1)?.checksummed || address;
  const ends = labels.flatMap(({ notAfter }) => (notAfter === null ? [] : [notAfter]));
  return (
    <>
      {host === undefined || host === null ? null : (
        <Notice
          tone="amber"
          title={t('heldBanner')}
          testid="banner-held"
          action={
            found?.inviteUrl ? (
              <CopyButton text={found.inviteUrl} label={t('invite')} testid="copy-invite" />
            ) : undefined
          }
        >
          <NoBreak
            text={t(labels.length === 0 ? 'heldBannerNone' : 'heldBannerThen', host, shortAddress(wallet))}
            whole={shortAddress(wallet)}
          />
          {ends.length === 0 ? null : ` ${t('heldBannerEnds', dates.date(Math.min(...ends)))}`}
        </Notice>
      )}
      {found?.problem ? (
        <Notice tone="amber" title={t('travelUnreachable')} testid="held-unreachable">
          {cleanName(found.problem)}
        </Notice>
      ) : null}
      <ChangedKey changed={found?.changedKey ?? null} />
    </>
  );
}

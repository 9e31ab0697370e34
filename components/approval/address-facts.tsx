import type { JSX } from 'preact';
import type { ApprovalView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { DataList } from '../conversation/data-list.tsx';
import { shortAddress } from '../text/address-text.ts';
import { chainName } from '../text/chain-name.ts';
import { cleanText } from '../text/clean-text.ts';
import { Icon } from '../ui/icon.tsx';
import { Identicon } from '../ui/identicon.tsx';
import { NoBreak } from '../ui/no-break.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';

type Request = ApprovalView['request'];

function Content({ content }: { content: NonNullable<Request['content']> }): JSX.Element {
  const { t } = useCompanion();
  return (
    <div class="said" data-testid="approval-content">
      <p class="said-by">
        {content.text === null ? (
          <>
            {t('siteContent')} <UntrustedText text={content.type} mono />
          </>
        ) : (
          t('siteContent')
        )}
      </p>
      {content.text === null ? (
        <DataList data={content.data} />
      ) : (
        <blockquote>
          <bdi>{cleanText(content.text)}</bdi>
        </blockquote>
      )}
    </div>
  );
}

/** The wallet a question is about, who could read what is sent to it or which escrow joins the list, and what is sent (security.md B-01). */
export function AddressFacts({ approval }: { approval: ApprovalView }): JSX.Element | null {
  const { t } = useCompanion();
  const { kind, request } = approval;
  const { address, escrow, content } = request;
  if (address === undefined) return null;
  const consequence = (): string | null => {
    if (escrow === undefined) return null;
    if (kind === 'sendHeld') return t('heldReadable', escrow.name, shortAddress(address.checksummed));
    return escrow.known ? t('linkEscrowKnown', escrow.name) : t('linkEscrowNew', escrow.name);
  };
  const amber = kind === 'sendHeld' || escrow?.known === false;
  return (
    <>
      <div class="as" data-testid="approval-wallet">
        <Identicon did={address.address} />
        <span class="row-text">
          <span class="mono wrap address" dir="ltr">
            {cleanText(address.checksummed)}
          </span>
          <span class="as-sub">{chainName(address.chainId, t)}</span>
        </span>
      </div>
      {consequence() === null ? null : (
        <p class={amber ? 'travel-way warn' : 'travel-way'} data-testid="approval-escrow">
          <Icon name={kind === 'sendHeld' ? 'eye' : 'server'} size={18} />
          <span>
            {kind === 'sendHeld' ? (
              <strong>
                <NoBreak text={`${consequence()}.`} whole={shortAddress(address.checksummed)} />
              </strong>
            ) : (
              consequence()
            )}
          </span>
        </p>
      )}
      {content === undefined ? null : <Content content={content} />}
    </>
  );
}

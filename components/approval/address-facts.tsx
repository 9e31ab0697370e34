import type { JSX } from 'preact';
import type { ApprovalView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { shortAddress } from '../text/address-text.ts';
import { chainName } from '../text/chain-name.ts';
import { cleanText } from '../text/clean-text.ts';
import { DataList } from '../ui/data-list.tsx';
import { IconSentence } from '../ui/icon-sentence.tsx';
import { NoBreak } from '../ui/no-break.tsx';
import { Said } from '../ui/said.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';
import { WalletParty } from '../ui/wallet-party.tsx';

type Request = ApprovalView['request'];

function Content({ content }: { content: NonNullable<Request['content']> }): JSX.Element {
  const { t } = useCompanion();
  return (
    <Said
      testid="approval-content"
      by={
        <>
          {t('siteContent')} {content.text === null ? <UntrustedText text={content.type} mono /> : null}
        </>
      }
    >
      {content.text === null ? (
        <DataList data={content.data} />
      ) : (
        <blockquote>
          <bdi>{cleanText(content.text)}</bdi>
        </blockquote>
      )}
    </Said>
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
      <WalletParty
        address={address.address}
        checksummed={address.checksummed}
        sub={chainName(address.chainId, t)}
        testid="approval-wallet"
      />
      {consequence() === null ? null : (
        <IconSentence
          icon={kind === 'sendHeld' ? 'eye' : 'server'}
          tone={amber ? 'warn' : undefined}
          testid="approval-escrow"
        >
          {kind === 'sendHeld' ? (
            <strong>
              <NoBreak text={`${consequence()}.`} whole={shortAddress(address.checksummed)} />
            </strong>
          ) : (
            consequence()
          )}
        </IconSentence>
      )}
      {content === undefined ? null : <Content content={content} />}
    </>
  );
}

import type { JSX } from 'preact';
import type { ApprovalView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { Party } from '../ui/party.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';

/** The other person a question is about, with what tells two of one name apart. */
export function Peer({ approval }: { approval: ApprovalView }): JSX.Element | null {
  const { t } = useCompanion();
  const { peer } = approval.request;
  if (peer === undefined) return null;
  return (
    <Party
      testid="approval-peer"
      did={peer.did}
      name={<UntrustedText text={peer.name} />}
      sub={
        <>
          <UntrustedText text={peer.fingerprint} mono /> ·{' '}
          {peer.known ? t('peerKnown') : <span class="warn">{t('peerUnknown')}</span>}
        </>
      }
    />
  );
}

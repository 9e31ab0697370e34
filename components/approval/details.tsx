import type { JSX } from 'preact';
import type { ApprovalView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { cleanText } from '../text/clean-text.ts';
import { groupDigits } from '../text/group-digits.ts';

/** Every limit of every grant as it is stored, the exact text to be signed, and what the answer is tied to. Nothing that is asked is left out. */
export function Details({ approval }: { approval: ApprovalView }): JSX.Element {
  const { t, dates } = useCompanion();
  const { request } = approval;
  return (
    <details class="raw" data-testid="approval-details">
      <summary>{t('details')}</summary>
      <dl class="data">
        {(request.grants ?? []).map((grant) => (
          <div key={grant.name}>
            <dt class="mono">{cleanText(grant.name)}</dt>
            {grant.caveats.map((one) => (
              <dd key={one.type} class="mono">
                <bdi>{cleanText(`${one.type}: ${JSON.stringify(one.value)}`)}</bdi>
              </dd>
            ))}
          </div>
        ))}
        {request.peer ? (
          <div>
            <dt>{t('did')}</dt>
            <dd class="mono wrap">{cleanText(request.peer.did)}</dd>
          </div>
        ) : null}
        {request.address ? (
          <div>
            <dt>{t('wallet')}</dt>
            <dd class="mono wrap">
              {`eip155:${request.address.chainId}:${cleanText(request.address.checksummed)}`}
            </dd>
          </div>
        ) : null}
        {request.escrow ? (
          <div>
            <dt>{t('escrow')}</dt>
            <dd class="mono wrap">{cleanText(request.escrow.did)}</dd>
          </div>
        ) : null}
        {request.content ? (
          <div>
            <dt>{t('exactContent')}</dt>
            <dd class="mono wrap">
              <bdi>{cleanText(JSON.stringify(request.content))}</bdi>
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('askedAt')}</dt>
          <dd>{dates.full(approval.createdAt)}</dd>
        </div>
        <div>
          <dt>{t('digest')}</dt>
          <dd class="mono wrap" data-testid="approval-digest">
            {groupDigits(approval.digest, 8).join(' ')}
          </dd>
        </div>
      </dl>
    </details>
  );
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ApprovalView, GrantDuration } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import type { MessageKey } from '../text/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Origin } from '../ui/origin.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { Tick } from '../ui/tick.tsx';
import { AddressFacts } from './address-facts.tsx';
import { ApproveButton } from './approve-button.tsx';
import { Asked } from './asked.tsx';
import { Details } from './details.tsx';
import { IdentityChoice } from './identity-choice.tsx';
import { Peer } from './peer.tsx';
import { SiteWords } from './site-words.tsx';
import { defaultDuration, Until } from './until.tsx';
import { useArmed } from './use-armed.ts';

const CANNOT: Record<ApprovalView['kind'], MessageKey> = {
  connect: 'cannotConnect',
  permissions: 'cannotConnect',
  signIn: 'cannotSignIn',
  openContract: 'cannotOpenContract',
  acceptContract: 'cannotContract',
  declineContract: 'cannotContract',
  revokeContract: 'cannotContract',
  renewContract: 'cannotContract',
  sendHeld: 'cannotSendHeld',
  linkWallet: 'cannotLinkWallet',
};
const YES: Partial<Record<ApprovalView['kind'], MessageKey>> = {
  signIn: 'signIn',
  sendHeld: 'sendHeld',
};

/** When what is asked ends by itself (milliseconds), or null. */
function endOf({ contractExpiresAt, notAfter }: ApprovalView['request']): number | null {
  if (notAfter !== undefined) return notAfter;
  return contractExpiresAt === undefined ? null : contractExpiresAt * 1000;
}

interface QuestionProps {
  approval: ApprovalView;
  /** `1 of 2`, or null. */
  place: string | null;
  onAnswered(): void;
}

/** Who → what → as which identity → until when → what it cannot do → details; the answer names this copy by its digest and carries no content. */
export function Question({ approval, place, onAnswered }: QuestionProps): JSX.Element {
  const { t, client } = useCompanion();
  const { identities, durations, kind, request, approvalId, digest } = approval;
  const [identity, setIdentity] = useState<number | null>(
    (identities.find((one) => one.active) ?? identities[0])?.index ?? null,
  );
  const [duration, setDuration] = useState<GrantDuration | null>(defaultDuration(durations));
  const [understood, setUnderstood] = useState(false);
  const [remember, setRemember] = useState(false);
  const armed = useArmed(digest);
  const grants = kind === 'connect' || kind === 'permissions';

  const answer = useAction(async (decision: 'approve' | 'reject') => {
    await client.request('approvals_decide', {
      approvalId,
      digest,
      decision,
      ...(decision === 'approve' && identity !== null ? { identityIndexes: [identity] } : {}),
      ...(decision === 'approve' && duration !== null ? { duration } : {}),
      ...(decision === 'reject' && remember ? { remember } : {}),
    });
    onAnswered();
  });
  const complete = duration !== 'until-revoked' || understood;

  return (
    <Screen
      testid="screen-approval"
      title={t('siteAsks')}
      mark={
        <span class="header-mark">
          <Icon name="lock" size={18} />
        </span>
      }
      actions={place === null ? undefined : <span class="step-count">{place}</span>}
      above={<Problem error={answer.error} />}
      footer={
        <>
          <Button onClick={() => void answer.run('reject')} disabled={answer.busy} testid="approval-reject">
            {t('reject')}
          </Button>
          <ApproveButton
            label={t(YES[kind] ?? 'approve')}
            armed={armed && complete}
            busy={answer.busy}
            onApprove={() => void answer.run('approve')}
          />
        </>
      }
    >
      <Section>
        <Origin origin={approval.origin} note={approval.firstTime ? t('firstTime') : t('knownSite')} />
      </Section>
      <Section label={t('labelWants')}>
        <p class="ask" data-testid="approval-sentence">
          <Asked approval={approval} />
        </p>
        <Peer approval={approval} />
        <SiteWords request={request} />
        <AddressFacts approval={approval} />
      </Section>
      {identities.length > 0 ? (
        <Section label={t('labelAs')}>
          <IdentityChoice approval={approval} chosen={identity} onChoose={setIdentity} />
        </Section>
      ) : null}
      {durations.length > 0 || endOf(request) !== null ? (
        <Section label={t('labelUntil')}>
          <Until
            approval={approval}
            ends={endOf(request)}
            duration={duration}
            onChoose={setDuration}
            understood={understood}
            onUnderstand={setUnderstood}
          />
        </Section>
      ) : null}
      <Section label={t('labelCannot')}>
        <p class="quiet">{t(CANNOT[kind])}</p>
      </Section>
      <Section>
        {grants ? (
          <Tick checked={remember} onChange={setRemember} testid="approval-remember">
            {t('rememberNo')}
          </Tick>
        ) : null}
        <Details approval={approval} />
      </Section>
    </Screen>
  );
}

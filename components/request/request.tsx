import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ROUTES, routeTo } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { cleanName, cleanText } from '../text/clean-text.ts';
import { identityName } from '../text/identity-name.ts';
import { Button } from '../ui/button.tsx';
import { ContactName } from '../ui/contact-name.tsx';
import { Empty } from '../ui/empty.tsx';
import { Notice } from '../ui/notice.tsx';
import { Party } from '../ui/party.tsx';
import { Problem } from '../ui/problem.tsx';
import { Said } from '../ui/said.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { Who } from '../ui/who.tsx';
import { HeldMessages } from './held-messages.tsx';

/** Somebody asks to write: who, with what words, to which identity, until when. */
export function Request({ requestId }: { requestId: string }): JSX.Element {
  const { t, client, requests, state, dates, refresh } = useCompanion();
  const { go } = useRoute();
  const request = requests.value?.find((one) => one.requestId === requestId);
  const accept = useAction(async () => {
    const { conversationId } = await client.request('contract_accept', { requestId });
    go(routeTo(ROUTES.conversation, conversationId), true);
    await refresh(['state', 'conversations', 'requests']);
  });
  const decline = useAction(async (block: boolean) => {
    await client.request('contract_decline', block ? { requestId, block } : { requestId });
    go(ROUTES.requests, true);
    await refresh(['state', 'requests']);
  });
  if (request === undefined) {
    return (
      <Screen testid="screen-request" title={t('requestTitle')} back>
        {requests.value === null ? (
          <Waiting what={t('waitingRequests')} retry={() => void refresh(['state', 'requests'])} />
        ) : (
          <Empty icon="person" title={t('requestGone')}>
            {t('requestGoneThen')}
          </Empty>
        )}
      </Screen>
    );
  }
  const busy = accept.busy || decline.busy;
  // What was written to a wallet asks for no contract and has no end.
  const held = request.heldMessages.length > 0;
  const name = cleanName(request.name) || request.fingerprint;
  const identity = state.value?.identities.find((one) => one.index === request.identityIndex);
  return (
    <Screen
      testid="screen-request"
      title={t('requestTitle')}
      back
      above={<Problem error={accept.error ?? decline.error} />}
      footer={
        <>
          <Button disabled={busy} onClick={() => void decline.run(false)} testid="request-decline">
            {t('decline')}
          </Button>
          <Button tone="primary" busy={busy} onClick={() => void accept.run()} testid="request-accept">
            {accept.busy ? t('accepting') : t('accept')}
          </Button>
        </>
      }
    >
      <Section>
        <Who did={request.did} name={<ContactName contact={request} />}>
          <p class="quiet">
            <span class="mono">{request.fingerprint}</span> · {dates.brief(request.receivedAt, Date.now())}
          </p>
        </Who>
      </Section>
      {request.ambiguous ? (
        <Notice tone="amber" title={t('sameName')} testid="request-ambiguous">
          {t('sameNameThen')}
        </Notice>
      ) : null}
      <Section label={t('labelWants')}>
        <p class="ask">{t(held ? 'requestAskHeld' : 'requestAsk')}</p>
        {request.note === null ? null : (
          <Said by={t('requestNote')}>
            <blockquote>
              <bdi data-testid="request-note">{cleanText(request.note)}</bdi>
            </blockquote>
          </Said>
        )}
      </Section>
      <HeldMessages messages={request.heldMessages} name={name} />
      {identity ? (
        <Section label={t('labelTo')}>
          <Party
            did={identity.did}
            name={<bdi>{identityName(identity)}</bdi>}
            sub={t(held ? 'requestYourWallet' : 'requestYourIdentity')}
          />
        </Section>
      ) : null}
      {held ? null : (
        <Section label={t('labelUntil')}>
          <p class="until">{dates.date(request.expiresAt * 1000)}</p>
          <p class="quiet">{t('requestUntil')}</p>
        </Section>
      )}
      <Section label={t('labelThen')}>
        <p class="quiet">{t(held ? 'requestThenHeld' : 'requestThen', name)}</p>
        <Button tone="quiet" disabled={busy} onClick={() => void decline.run(true)} testid="request-block">
          {t('declineBlock')}
        </Button>
      </Section>
    </Screen>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import { Fragment } from 'preact';
import type { GrantName, JsonValue } from '../../lib/api/decentrl-rpc.ts';
import type { ApprovalView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { shortAddress } from '../text/address-text.ts';
import type { MessageKey } from '../text/translate.ts';
import { Sentence } from '../ui/sentence.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';

type Grant = NonNullable<ApprovalView['request']['grants']>[number];

function caveat(grant: Grant, type: string): JsonValue | undefined {
  return grant.caveats.find((one) => one.type === type)?.value;
}

/** The event types a grant is for. Only what is listed is allowed: without a list it allows none (provider-api.md *Grants*). */
function eventTypes(grant: Grant): string[] {
  const value = caveat(grant, 'eventTypes');
  return Array.isArray(value) ? value.map(String) : [];
}

function EventTypes({ types }: { types: string[] }): JSX.Element {
  return (
    <>
      {types.map((type, index) => (
        <Fragment key={type}>
          {index > 0 ? ', ' : null}
          <UntrustedText text={type} mono />
        </Fragment>
      ))}
    </>
  );
}

function eventSentence(direction: JsonValue | undefined): MessageKey {
  if (direction === 'in') return 'grantEventsIn';
  if (direction === 'out') return 'grantEventsOut';
  return 'grantEvents';
}

const SIMPLE: Partial<Record<GrantName, MessageKey>> = {
  decentrl_contracts: 'grantContracts',
  dmtp_send: 'grantHeldSend',
  dmtp_read: 'grantHeldRead',
};

function GrantWords({ grant, pairwise }: { grant: Grant; pairwise: boolean }): JSX.Element {
  const { t } = useCompanion();
  if (grant.name === 'decentrl_identities') return <>{pairwise ? t('grantPairwise') : t('grantIdentity')}</>;
  if (grant.name === 'decentrl_events') {
    if (eventTypes(grant).length === 0) return <span>{t('grantEventsNone')}</span>;
    return (
      <Sentence
        of={eventSentence(caveat(grant, 'direction'))}
        with={[<EventTypes key="types" types={eventTypes(grant)} />]}
      />
    );
  }
  const known = SIMPLE[grant.name];
  return known === undefined ? <UntrustedText text={grant.name} mono /> : <span>{t(known)}</span>;
}

function List({ items }: { items: ComponentChildren[] }): JSX.Element {
  const { language } = useCompanion();
  const parts = new Intl.ListFormat(language, { type: 'conjunction' }).formatToParts(
    items.map((_, index) => String(index)),
  );
  return (
    <>
      {parts.map((part) =>
        part.type === 'element' ? (
          <Fragment key={part.value}>{items[Number(part.value)]}</Fragment>
        ) : (
          part.value
        ),
      )}
    </>
  );
}

const ABOUT_PEER: Partial<Record<ApprovalView['kind'], MessageKey>> = {
  openContract: 'askOpenContract',
  acceptContract: 'askAcceptContract',
  declineContract: 'askDeclineContract',
  revokeContract: 'askRevokeContract',
  renewContract: 'askRenewContract',
};

/** What is asked, in one plain sentence. */
export function Asked({ approval }: { approval: ApprovalView }): JSX.Element {
  const { t } = useCompanion();
  const { kind, request } = approval;
  if (kind === 'signIn') return <>{t('askSignIn')}</>;
  if (kind === 'sendHeld' || kind === 'linkWallet') {
    const wallet = request.address === undefined ? '' : shortAddress(request.address.checksummed);
    return (
      <Sentence
        of={kind === 'sendHeld' ? 'askSendHeld' : 'askLinkWallet'}
        with={[
          <strong key="wallet" class="mono nowrap">
            {wallet}
          </strong>,
          <strong key="escrow">
            <UntrustedText text={request.escrow?.name ?? ''} />
          </strong>,
        ]}
      />
    );
  }
  const aboutPeer = ABOUT_PEER[kind];
  if (aboutPeer !== undefined) {
    const peer = request.peer;
    return (
      <Sentence
        of={aboutPeer}
        with={[
          <strong key="peer">
            {peer === undefined ? t('somebody') : <UntrustedText text={peer.name} />}
          </strong>,
        ]}
      />
    );
  }
  const grants = request.grants ?? [];
  if (grants.length === 0) return <>{t('grantIdentity')}</>;
  return (
    <Sentence
      of="askGrants"
      with={[
        <List
          key="grants"
          items={grants.map((grant) => (
            <GrantWords key={grant.name} grant={grant} pairwise={request.mode === 'pairwise'} />
          ))}
        />,
      ]}
    />
  );
}

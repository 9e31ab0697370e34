import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { WalletView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useRead } from '../companion/use-read.ts';
import { chainName } from '../text/chain-name.ts';
import { cleanName } from '../text/clean-text.ts';
import { identityName } from '../text/identity-name.ts';
import type { MessageKey } from '../text/translate.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Fact } from '../ui/fact.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { WalletParty } from '../ui/wallet-party.tsx';
import { RevokeWallet } from './revoke-wallet.tsx';

const STATES: Record<WalletView['state'], { word: MessageKey; tone: string }> = {
  prepared: { word: 'walletPrepared', tone: 'quiet' },
  linked: { word: 'walletLinked', tone: 'good' },
  waiting: { word: 'walletWaiting', tone: 'warn' },
  ending: { word: 'walletEnding', tone: 'warn' },
  expired: { word: 'walletExpired', tone: 'warn' },
};

function Wallet({ wallet, onRevoke }: { wallet: WalletView; onRevoke(): void }): JSX.Element {
  const { t, dates, state } = useCompanion();
  const { word, tone } = STATES[wallet.state];
  const identity = state.value?.identities.find((one) => one.index === wallet.identityIndex);
  return (
    <Section>
      <WalletParty
        address={wallet.address}
        checksummed={wallet.checksummed}
        sub={
          <>
            {chainName(wallet.chainId, t)}
            {wallet.contractWallet ? ` · ${t('contractWallet')}` : null}
          </>
        }
        testid="wallet"
        state={wallet.state}
      />
      <ul class="facts spaced">
        <Fact label={t('labelState')}>
          <span class={tone}>{t(word)}</span>
        </Fact>
        <Fact label={t('identity')}>
          <bdi>{identityName(identity)}</bdi>
        </Fact>
        <Fact label={t('escrow')}>
          <UntrustedText text={wallet.escrowName} />
        </Fact>
        {wallet.expiresAt === null ? null : (
          <Fact label={t('labelUntil')}>{dates.date(wallet.expiresAt * 1000)}</Fact>
        )}
      </ul>
      {wallet.state === 'waiting' && wallet.effectiveAt !== null ? (
        <p class="warn small-print">{t('walletWaitingThen', dates.full(wallet.effectiveAt))}</p>
      ) : null}
      <div class="inline">
        <Button small onClick={onRevoke} testid="wallet-revoke">
          {t('walletRevoke')}
        </Button>
      </div>
    </Section>
  );
}

/** Wallets that answer under an identity of ours; linking happens on the mediator's page, where the wallet is. */
export function Wallets(): JSX.Element {
  const { t, client, surface } = useCompanion();
  const { data, error, reload } = useRead('wallets_list', undefined);
  const [revoking, setRevoking] = useState<WalletView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const link = useAction(async () => {
    const page = await client.request('wallets_linkPage', undefined);
    setProblem(page.problem);
    if (page.url !== null) surface.openPage(page.url);
  });
  return (
    <Screen
      testid="screen-wallets"
      title={t('wallets')}
      back
      above={
        <>
          <Problem error={link.error} />
          {problem === null ? null : (
            <Notice tone="amber" title={t('travelUnreachable')} alert testid="wallets-problem">
              {cleanName(problem)}
            </Notice>
          )}
        </>
      }
      footer={
        <Button tone="primary" busy={link.busy} onClick={() => void link.run()} testid="wallet-link">
          <Icon name="external" size={18} />
          {t('walletLink')}
        </Button>
      }
    >
      <Problem error={error} retry={reload} />
      {data === null && error === null ? <Waiting what={t('waitingWallets')} retry={reload} /> : null}
      {data !== null && data.length === 0 ? (
        <Empty icon="wallet" title={t('walletsEmpty')}>
          {t('walletsEmptyThen')}
        </Empty>
      ) : null}
      {(data ?? []).map((wallet) => (
        <Wallet
          key={`${wallet.address} ${wallet.chainId} ${wallet.escrow}`}
          wallet={wallet}
          onRevoke={() => setRevoking(wallet)}
        />
      ))}
      {data !== null && data.length > 0 ? (
        <Section>
          <p class="quiet">{t('walletsThen')}</p>
        </Section>
      ) : null}
      {revoking === null ? null : (
        <RevokeWallet
          wallet={revoking}
          onClose={() => {
            setRevoking(null);
            reload();
          }}
        />
      )}
    </Screen>
  );
}

import type { JSX } from 'preact';
import type { BindingView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { ChangedKey } from '../held/changed-key.tsx';
import { chainName } from '../text/chain-name.ts';
import { cleanName } from '../text/clean-text.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Fact } from '../ui/fact.tsx';
import { Section } from '../ui/section.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';
import { WalletParty } from '../ui/wallet-party.tsx';

function Binding({ binding }: { binding: BindingView }): JSX.Element {
  const { t, dates } = useCompanion();
  return (
    <div class="binding" data-testid="binding" data-changed={binding.changedKey !== null}>
      <WalletParty
        address={binding.address}
        checksummed={binding.checksummed}
        sub={t(binding.contractWallet ? 'bindingContract' : 'bindingPlain', chainName(binding.chainId, t))}
      />
      <ul class="facts spaced">
        <Fact label={t('bindingSigned')}>{dates.date(binding.issuedAt * 1000)}</Fact>
        <Fact label={t('labelUntil')}>{dates.date(binding.expiresAt * 1000)}</Fact>
        <Fact label={t('escrow')}>
          <UntrustedText text={binding.escrowName} />
        </Fact>
      </ul>
      <details class="raw">
        <summary>{t('bindingSignature')}</summary>
        <p class="mono wrap small-print" dir="ltr" data-testid="binding-signature">
          {cleanName(binding.walletSignature)}
        </p>
        <div class="inline">
          <CopyButton text={binding.walletSignature} testid="binding-copy" />
        </div>
      </details>
      <div class="notices">
        <ChangedKey changed={binding.changedKey} />
      </div>
    </div>
  );
}

/** The wallets that were verified to answer under a contact's DID, each with what its wallet signed. */
export function ContactBindings({ bindings }: { bindings: BindingView[] }): JSX.Element | null {
  const { t } = useCompanion();
  if (bindings.length === 0) return null;
  return (
    <Section label={t('bindings')}>
      {bindings.map((binding) => (
        <Binding key={`${binding.chainId} ${binding.address}`} binding={binding} />
      ))}
      <p class="quiet small-print">{t('bindingsThen')}</p>
    </Section>
  );
}

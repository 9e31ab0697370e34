import type { JSX } from 'preact';
import type { BindingView } from '../../lib/api/popup/held-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { ChangedKey } from '../held/changed-key.tsx';
import { chainName } from '../text/chain-name.ts';
import { cleanName } from '../text/clean-text.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Identicon } from '../ui/identicon.tsx';
import { Section } from '../ui/section.tsx';

function Binding({ binding }: { binding: BindingView }): JSX.Element {
  const { t, dates } = useCompanion();
  return (
    <div class="binding" data-testid="binding" data-changed={binding.changedKey !== null}>
      <div class="as">
        <Identicon did={binding.address} />
        <span class="row-text">
          <span class="mono wrap address" dir="ltr">
            {binding.checksummed}
          </span>
          <span class="as-sub">
            {binding.contractWallet
              ? t('bindingContract', chainName(binding.chainId, t))
              : t('bindingPlain', chainName(binding.chainId, t))}
          </span>
        </span>
      </div>
      <ul class="facts spaced">
        <li>
          <span>{t('bindingSigned')}</span>
          <span>{dates.date(binding.issuedAt * 1000)}</span>
        </li>
        <li>
          <span>{t('labelUntil')}</span>
          <span>{dates.date(binding.expiresAt * 1000)}</span>
        </li>
        <li>
          <span>{t('escrow')}</span>
          <bdi>{cleanName(binding.escrowName)}</bdi>
        </li>
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

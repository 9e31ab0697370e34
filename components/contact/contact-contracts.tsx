import type { JSX } from 'preact';
import type { ContractView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import type { MessageKey } from '../text/translate.ts';
import { Section } from '../ui/section.tsx';

const STATUS: Record<ContractView['status'], { word: MessageKey; tone: string }> = {
  active: { word: 'contractActive', tone: 'good' },
  proposed: { word: 'statusProposed', tone: 'quiet' },
  requested: { word: 'statusRequested', tone: 'quiet' },
  declined: { word: 'statusDeclined', tone: 'warn' },
  expired: { word: 'statusExpired', tone: 'warn' },
  revoked: { word: 'statusRevoked', tone: 'warn' },
};

/** The contracts of a relationship, newest first, with their state and their end. */
export function ContactContracts({ contracts }: { contracts: ContractView[] }): JSX.Element | null {
  const { t, dates } = useCompanion();
  if (contracts.length === 0) return null;
  return (
    <Section label={t('contracts')}>
      <ul class="facts">
        {contracts.map((contract) => {
          const { word, tone } = STATUS[contract.status];
          return (
            <li key={contract.contractId}>
              <span>
                <span class={tone}>{t(word)}</span> · {t('untilDate', dates.date(contract.expiresAt * 1000))}
              </span>
              <span class="mono quiet" title={contract.contractId}>
                {contract.contractId.slice(0, 8)}…
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';

/** What a mediator can do and what it cannot. */
export function MediatorPowers(): JSX.Element {
  const { t } = useCompanion();
  return (
    <dl class="powers">
      <dt>{t('mediatorCan')}</dt>
      <dd>{t('mediatorCanWhat')}</dd>
      <dt>{t('mediatorCannot')}</dt>
      <dd>{t('mediatorCannotWhat')}</dd>
    </dl>
  );
}

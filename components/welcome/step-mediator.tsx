import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { Button } from '../ui/button.tsx';
import { MediatorField, useMediatorCheck } from '../ui/mediator-field.tsx';
import { MediatorPowers } from '../ui/mediator-powers.tsx';
import { Step } from './step.tsx';

interface StepMediatorProps {
  mediator: string;
  onMediator(mediator: string): void;
  onBack(): void;
  onNext(did: string): void;
}

/** Step 2: who carries the messages; nothing is used before it was checked. */
export function StepMediator({ mediator, onMediator, onBack, onNext }: StepMediatorProps): JSX.Element {
  const { t } = useCompanion();
  const verdict = useMediatorCheck(mediator);
  const did = verdict.found?.ok ? verdict.found.mediatorDid : null;
  return (
    <Step
      number={2}
      testid="screen-welcome-mediator"
      title={t('mediatorTitle')}
      lead={t('mediatorLead')}
      onBack={onBack}
      onNext={() => did !== null && onNext(did)}
      footer={
        <>
          <Button onClick={onBack} testid="welcome-back">
            {t('back')}
          </Button>
          <Button tone="primary" type="submit" disabled={did === null} testid="welcome-next">
            {t('next')}
          </Button>
        </>
      }
    >
      <MediatorField value={mediator} onText={onMediator} verdict={verdict} testid="welcome-mediator" />
      <MediatorPowers />
    </Step>
  );
}

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Step } from './step.tsx';

const MAX_CODE_POINTS = 64;

interface StepNameProps {
  name: string;
  onName(name: string): void;
  onNext(): void;
  onRestore(): void;
}

/** Step 1: the name others see first. */
export function StepName({ name, onName, onNext, onRestore }: StepNameProps): JSX.Element {
  const { t } = useCompanion();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const length = [...name.trim()].length;
  const tooLong = length > MAX_CODE_POINTS;
  const ready = length > 0 && !tooLong;
  return (
    <Step
      number={1}
      testid="screen-welcome-name"
      title={t('welcomeTitle')}
      lead={t('welcomeLead')}
      mark={<Brand size={32} />}
      hasField
      onNext={() => ready && onNext()}
      footer={
        <>
          <Button onClick={onRestore} testid="welcome-restore">
            {t('restore')}
          </Button>
          <Button tone="primary" type="submit" disabled={!ready} testid="welcome-next">
            {t('next')}
          </Button>
        </>
      }
    >
      <Field
        label={t('yourName')}
        value={name}
        onText={onName}
        testid="welcome-name"
        inputRef={field}
        hint={t('yourNameHint')}
        error={tooLong ? t('nameTooLong', MAX_CODE_POINTS) : undefined}
        autocapitalize="words"
      />
    </Step>
  );
}

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { Button } from '../ui/button.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Problem } from '../ui/problem.tsx';
import { Strength, useVerdict } from '../ui/strength.tsx';
import { Step } from './step.tsx';

interface StepPasswordProps {
  password: string;
  onPassword(password: string): void;
  onBack(): void;
  create(): Promise<void>;
}

/** Step 3: the password that guards the keys on this computer; then everything is made. */
export function StepPassword({ password, onPassword, onBack, create }: StepPasswordProps): JSX.Element {
  const { t } = useCompanion();
  const field = useRef<HTMLInputElement>(null);
  const verdict = useVerdict(password);
  const make = useAction(create);
  useEffect(() => field.current?.focus(), []);
  const ready = verdict !== null && verdict.problem === null;
  return (
    <Step
      number={3}
      testid="screen-welcome-password"
      title={t('passwordTitle')}
      lead={t('passwordLead')}
      hasField
      onBack={onBack}
      onNext={() => ready && void make.run()}
      footer={
        <>
          <Button onClick={onBack} disabled={make.busy} testid="welcome-back">
            {t('back')}
          </Button>
          <Button tone="primary" type="submit" disabled={!ready} busy={make.busy} testid="welcome-next">
            {make.busy ? t('making') : t('next')}
          </Button>
        </>
      }
    >
      <PasswordField
        label={t('password')}
        value={password}
        onText={onPassword}
        testid="welcome-password"
        purpose="new-password"
        inputRef={field}
        disabled={make.busy}
      />
      <Strength verdict={verdict} typed={password !== ''} />
      {make.busy ? (
        <p class="quiet" role="status">
          {t('makingLong')}
        </p>
      ) : null}
      <Problem error={make.error} />
    </Step>
  );
}

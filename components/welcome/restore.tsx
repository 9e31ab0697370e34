import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { Area } from '../ui/area.tsx';
import { Button } from '../ui/button.tsx';
import { MediatorField, useMediatorCheck } from '../ui/mediator-field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Problem } from '../ui/problem.tsx';
import { Strength, useVerdict } from '../ui/strength.tsx';
import { countWords } from './confirm-words.tsx';
import { Step } from './step.tsx';

/** Brings identities back from 24 words and the mediator that still has their ciphertext. */
export function Restore({ onBack }: { onBack(): void }): JSX.Element {
  const { t, client, defaultMediator, refresh } = useCompanion();
  const [words, setWords] = useState('');
  const [mediator, setMediator] = useState(defaultMediator);
  const [password, setPassword] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const verdict = useMediatorCheck(mediator);
  const strength = useVerdict(password);
  const did = verdict.found?.ok ? verdict.found.mediatorDid : null;
  const ready = countWords(words) === 24 && did !== null && strength !== null && strength.problem === null;
  const restore = useAction(async () => {
    await client.request('vault_restore', { words, mediatorDid: did ?? '', password });
    setWords('');
    setPassword('');
    await refresh(['state', 'settings']);
  });
  useEffect(() => area.current?.focus(), []);
  return (
    <Step
      testid="screen-restore"
      title={t('restoreTitle')}
      lead={t('restoreLead')}
      hasField
      onBack={onBack}
      onNext={() => ready && void restore.run()}
      footer={
        <>
          <Button onClick={onBack} disabled={restore.busy} testid="welcome-back">
            {t('back')}
          </Button>
          <Button tone="primary" type="submit" disabled={!ready} busy={restore.busy} testid="restore-submit">
            {restore.busy ? t('restoring') : t('restore')}
          </Button>
        </>
      }
    >
      {restore.busy ? (
        <div class="progress" role="status" data-testid="restore-progress">
          <progress aria-label={t('restoring')} />
          <p class="quiet">{t('restoringLong')}</p>
        </div>
      ) : null}
      <Problem error={restore.error} />
      <Area
        label={t('yourWords')}
        value={words}
        onText={setWords}
        rows={4}
        testid="restore-words"
        areaRef={area}
        disabled={restore.busy}
        hint={t('wordCount', countWords(words), 24)}
      />
      <MediatorField value={mediator} onText={setMediator} verdict={verdict} testid="restore-mediator" />
      <PasswordField
        label={t('newPassword')}
        value={password}
        onText={setPassword}
        testid="restore-password"
        purpose="new-password"
        disabled={restore.busy}
      />
      <Strength verdict={strength} typed={password !== ''} />
    </Step>
  );
}

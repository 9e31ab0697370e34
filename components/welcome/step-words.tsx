import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { Button } from '../ui/button.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Problem } from '../ui/problem.tsx';
import { WordGrid } from '../ui/word-grid.tsx';
import { ConfirmWords } from './confirm-words.tsx';
import { Step } from './step.tsx';

/** Step 4: the 24 words, after the password again, then pasted back once. */
export function StepWords({ password, onDone }: { password: string; onDone(): void }): JSX.Element {
  const { t, client } = useCompanion();
  const [typed, setTyped] = useState(password);
  const [words, setWords] = useState<string[] | null>(null);
  const [confirming, setConfirming] = useState(false);
  const reveal = useAction(async () => {
    setWords((await client.request('vault_revealWords', { password: typed })).words);
    setTyped('');
  });
  if (confirming) return <ConfirmWords number={4} onBack={() => setConfirming(false)} onDone={onDone} />;
  return (
    <Step
      number={4}
      testid="screen-welcome-words"
      title={t('wordsTitle')}
      lead={t('wordsLead')}
      onNext={() => (words === null ? void reveal.run() : setConfirming(true))}
      footer={
        <>
          <Button onClick={onDone} testid="welcome-later">
            {t('later')}
          </Button>
          <Button
            tone="primary"
            type="submit"
            busy={reveal.busy}
            disabled={words === null && typed === ''}
            testid="welcome-next"
          >
            {words === null ? t('showWords') : t('haveThem')}
          </Button>
        </>
      }
    >
      {words === null ? (
        <>
          <div class="words-covered" aria-hidden="true">
            {Array.from({ length: 24 }, (_, index) => (
              <span key={index} class="word" />
            ))}
          </div>
          {password === '' ? (
            <PasswordField
              label={t('password')}
              value={typed}
              onText={setTyped}
              testid="words-password"
              purpose="current-password"
            />
          ) : null}
          <p class="quiet">{t('wordsAlone')}</p>
        </>
      ) : (
        <>
          <WordGrid words={words} />
          <p class="quiet">{t('wordsHow')}</p>
        </>
      )}
      <Problem error={reveal.error} />
    </Step>
  );
}

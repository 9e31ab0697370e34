import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useRoute } from '../route/use-route.ts';
import { Button } from '../ui/button.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Problem } from '../ui/problem.tsx';
import { ScreenForm } from '../ui/screen-form.tsx';
import { WordGrid } from '../ui/word-grid.tsx';
import { ConfirmWords } from '../welcome/confirm-words.tsx';

/** After so long the words are covered again: the person may have walked away. */
const SHOWN_MS = 120_000;

/** The 24 words again: the password first, then a second, separate gesture (security.md T-37). */
export function Words(): JSX.Element {
  const { t, client, state } = useCompanion();
  const { back } = useRoute();
  const [password, setPassword] = useState('');
  const [words, setWords] = useState<string[] | null>(null);
  const [shown, setShown] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const reveal = useAction(async () => {
    const answer = await client.request('vault_revealWords', { password });
    setPassword('');
    setWords(answer.words);
  });
  useEffect(() => {
    if (words === null) return;
    const cover = (): void => {
      setWords(null);
      setShown(false);
    };
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') cover();
    };
    const timer = setTimeout(cover, SHOWN_MS);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [words]);

  if (confirming) return <ConfirmWords onBack={() => setConfirming(false)} onDone={back} />;
  const confirmed = state.value?.wordsConfirmed === true;
  return (
    <ScreenForm
      onSubmit={() => {
        if (words === null) void reveal.run();
        else if (!shown) setShown(true);
        else if (confirmed) back();
        else setConfirming(true);
      }}
      testid="screen-words"
      title={t('yourWords')}
      back
      footer={
        <>
          <Button onClick={back} testid="words-cancel">
            {t('close')}
          </Button>
          <Button
            tone="primary"
            type="submit"
            busy={reveal.busy}
            disabled={words === null && password === ''}
            testid="words-next"
          >
            {words === null ? t('next') : !shown ? t('showWords') : confirmed ? t('done') : t('haveThem')}
          </Button>
        </>
      }
    >
      <p class="lead">{t('wordsLead')}</p>
      <div class="pad">
        {words === null ? (
          <PasswordField
            label={t('password')}
            value={password}
            onText={setPassword}
            testid="words-password"
            purpose="current-password"
          />
        ) : shown ? (
          <>
            <WordGrid words={words} />
            <p class="quiet">{t('wordsHow')}</p>
          </>
        ) : (
          <p class="quiet">{t('wordsAlone')}</p>
        )}
        <Problem error={reveal.error} />
      </div>
    </ScreenForm>
  );
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ROUTES } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Problem } from '../ui/problem.tsx';
import { ScreenForm } from '../ui/screen-form.tsx';
import { ERASE_WORD } from './erase-word.ts';

/** Removes everything from this browser, after the word was typed. */
export function Erase(): JSX.Element {
  const { t, client, state, refresh } = useCompanion();
  const { back, go } = useRoute();
  const [typed, setTyped] = useState('');
  const ready = typed.trim().toLowerCase() === ERASE_WORD;
  const erase = useAction(async () => {
    await client.request('vault_erase', { confirmation: ERASE_WORD });
    go(ROUTES.inbox, true);
    await refresh(['state', 'settings']);
  });
  return (
    <ScreenForm
      onSubmit={() => {
        if (ready) void erase.run();
      }}
      testid="screen-erase"
      title={t('eraseAll')}
      back
      footer={
        <>
          <Button onClick={back} testid="erase-cancel">
            {t('cancel')}
          </Button>
          <Button tone="danger" type="submit" busy={erase.busy} disabled={!ready} testid="erase-confirm">
            {t('eraseDo')}
          </Button>
        </>
      }
    >
      {state.value?.wordsConfirmed === false ? (
        <Notice tone="red" title={t('eraseNoWords')}>
          {t('eraseNoWordsThen')}
        </Notice>
      ) : null}
      <p class="lead">{t('eraseLead')}</p>
      <div class="pad">
        <p class="quiet">{t('eraseKeeps')}</p>
        <Field label={t('eraseType', ERASE_WORD)} value={typed} onText={setTyped} testid="erase-word" />
        <Problem error={erase.error} />
      </div>
    </ScreenForm>
  );
}

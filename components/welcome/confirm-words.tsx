import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { Area } from '../ui/area.tsx';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { Step } from './step.tsx';

/** Counts the words in what was pasted. */
export function countWords(text: string): number {
  return text.trim() === '' ? 0 : text.trim().split(/\s+/).length;
}

/** Asks to type or paste the words once: proof that they were written down somewhere. */
export function ConfirmWords({
  number,
  onBack,
  onDone,
}: {
  number?: number;
  onBack(): void;
  onDone(): void;
}): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const confirm = useAction(async () => {
    const { confirmed } = await client.request('vault_confirmWords', { words: text });
    setWrong(!confirmed);
    if (!confirmed) return;
    await refresh(['state']);
    onDone();
  });
  useEffect(() => area.current?.focus(), []);
  const count = countWords(text);
  return (
    <Step
      {...(number === undefined ? {} : { number })}
      testid="screen-confirm-words"
      title={t('confirmWordsTitle')}
      lead={t('confirmWordsLead')}
      hasField
      onBack={onBack}
      onNext={() => count === 24 && void confirm.run()}
      footer={
        <>
          <Button onClick={onBack} testid="words-back">
            {t('back')}
          </Button>
          <Button
            tone="primary"
            type="submit"
            busy={confirm.busy}
            disabled={count !== 24}
            testid="words-confirm"
          >
            {t('confirm')}
          </Button>
        </>
      }
    >
      <Area
        label={t('yourWords')}
        value={text}
        onText={(value) => {
          setText(value);
          setWrong(false);
        }}
        rows={5}
        testid="words-paste"
        areaRef={area}
        hint={t('wordCount', count, 24)}
        error={wrong ? t('wordsWrong') : undefined}
      />
      <Problem error={confirm.error} />
    </Step>
  );
}

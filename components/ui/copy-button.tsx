import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** Copies `text` and says so. */
export function CopyButton({
  text,
  label,
  testid,
}: {
  text: string;
  label?: string;
  testid: string;
}): JSX.Element {
  const { t } = useCompanion();
  const [result, setResult] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (result === 'idle') return;
    const timer = setTimeout(() => setResult('idle'), 2000);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setResult('copied');
    } catch {
      setResult('failed');
    }
  };
  const words = { idle: label ?? t('copy'), copied: t('copied'), failed: t('copyFailed') }[result];
  return (
    <Button small testid={testid} onClick={() => void copy()}>
      <Icon name={result === 'copied' ? 'check' : 'copy'} size={16} />
      <span aria-live="polite">{words}</span>
    </Button>
  );
}

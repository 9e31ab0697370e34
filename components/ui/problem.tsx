import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { describeError } from '../companion/describe-error.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Shows a failure in words, or nothing when there is none. */
export function Problem({
  error,
  retry,
  testid = 'problem',
}: {
  error: unknown;
  retry?: () => void;
  testid?: string;
}): JSX.Element | null {
  const { t } = useCompanion();
  if (error === null || error === undefined) return null;
  const { what, after } = describeError(error, t);
  return (
    <Notice
      tone="red"
      title={what}
      alert
      testid={testid}
      action={
        retry ? (
          <Button tone="quiet" testid="retry" onClick={retry}>
            {t('tryAgain')}
          </Button>
        ) : undefined
      }
    >
      {after}
    </Notice>
  );
}

import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { describeError } from '../companion/describe-error.ts';
import type { Asked } from '../companion/use-asked.ts';

/** Stands where it will be said how a message travels, while nothing is known of the recipient yet: it is being asked, or what went wrong. */
export function NotFoundYet({ asking, error }: Pick<Asked<unknown>, 'asking' | 'error'>): JSX.Element {
  const { t } = useCompanion();
  if (error !== null) {
    const words = describeError(error, t);
    return (
      <div class="travel" role="alert" data-testid="travel" data-delivery="error">
        <p class="bad">
          <strong>{words.what}</strong> {words.after}
        </p>
      </div>
    );
  }
  return (
    <div class="travel" role="status" data-testid="travel">
      {asking ? <p class="quiet">{t('resolving')}</p> : null}
    </div>
  );
}

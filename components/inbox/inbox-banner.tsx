import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { cleanText } from '../text/clean-text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** The one thing that most needs the person's eye, or nothing. */
export function InboxBanner(): JSX.Element | null {
  const { t, state, surface, refresh } = useCompanion();
  const current = state.value;
  if (current?.phase !== 'unlocked') return null;
  if (current.storageProblem !== null) {
    return (
      <Notice tone="red" title={t('diskProblem')} testid="banner-disk">
        {cleanText(current.storageProblem)}
      </Notice>
    );
  }
  if (!current.hostAccess) {
    const ask = async (): Promise<void> => {
      await surface.askSiteAccess();
      await refresh(['state']);
    };
    return (
      <Notice
        tone="amber"
        title={t('noSiteAccess')}
        testid="banner-access"
        action={
          <Button tone="quiet" onClick={() => void ask()} testid="banner-access-allow">
            {t('allow')}
          </Button>
        }
      >
        {t('noSiteAccessThen')}
      </Notice>
    );
  }
  if (!current.wordsConfirmed) {
    return (
      <Notice
        tone="amber"
        title={t('wordsOpen')}
        testid="banner-words"
        action={
          <ButtonLink tone="quiet" href={hrefTo(ROUTES.words)} testid="banner-words-open">
            {t('wordsSave')}
          </ButtonLink>
        }
      >
        {t('wordsOpenThen')}
      </Notice>
    );
  }
  return null;
}

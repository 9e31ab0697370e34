import type { ComponentChildren, JSX } from 'preact';
import type { ApprovalView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { cleanText, spellOut } from '../text/clean-text.ts';
import { UntrustedText } from '../ui/untrusted-text.tsx';

function Words({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="said">
      <p class="said-by">{label}</p>
      {children}
    </div>
  );
}

/** What the site itself says: always under a label that says so, so that it cannot pass for the companion's words. */
export function SiteWords({ request }: { request: ApprovalView['request'] }): JSX.Element {
  const { t } = useCompanion();
  const texts: [string, string | undefined][] = [
    [t('siteReason'), request.reason],
    [t('sitePurpose'), request.purpose],
    [t('siteStatement'), request.statement],
    [t('siteNote'), request.note],
  ];
  return (
    <>
      {texts.map(([label, text]) =>
        text === undefined || text === '' ? null : (
          <Words key={label} label={label}>
            <blockquote>
              <bdi>{cleanText(text)}</bdi>
            </blockquote>
          </Words>
        ),
      )}
      {request.eventTypes === undefined ? null : (
        <Words label={t('siteTypes')}>
          <p>
            {request.eventTypes.length === 0 ? t('noTypes') : null}
            {request.eventTypes.map((type, index) => (
              <span key={type}>
                {index > 0 ? ', ' : null}
                <UntrustedText text={type} mono />
              </span>
            ))}
          </p>
        </Words>
      )}
      {request.message === undefined ? null : (
        <Words label={t('exactText')}>
          <pre class="exact" dir="ltr" data-testid="approval-message">
            {spellOut(request.message)}
          </pre>
        </Words>
      )}
    </>
  );
}

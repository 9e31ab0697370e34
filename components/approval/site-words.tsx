import type { JSX } from 'preact';
import type { ApprovalView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { cleanText, spellOut } from '../text/clean-text.ts';
import { Said } from '../ui/said.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';

/** What the site itself says, each part of it under a label that says so. */
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
          <Said key={label} by={label}>
            <blockquote>
              <bdi>{cleanText(text)}</bdi>
            </blockquote>
          </Said>
        ),
      )}
      {request.eventTypes === undefined ? null : (
        <Said by={t('siteTypes')}>
          <p>
            {request.eventTypes.length === 0 ? t('noTypes') : null}
            {request.eventTypes.map((type, index) => (
              <span key={type}>
                {index > 0 ? ', ' : null}
                <UntrustedText text={type} mono />
              </span>
            ))}
          </p>
        </Said>
      )}
      {request.message === undefined ? null : (
        <Said by={t('exactText')}>
          <pre class="verbatim" dir="ltr" data-testid="approval-message">
            {spellOut(request.message)}
          </pre>
        </Said>
      )}
    </>
  );
}

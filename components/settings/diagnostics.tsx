import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useRead } from '../companion/use-read.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Waiting } from '../ui/waiting.tsx';

/** A report for somebody who helps: redacted by the background, shown whole before it is copied. */
export function Diagnostics(): JSX.Element {
  const { t } = useCompanion();
  const { data, error, reload } = useRead('diagnostics_get', undefined);
  return (
    <Screen
      testid="screen-diagnostics"
      title={t('diagnostics')}
      back
      footer={
        data === null ? undefined : (
          <CopyButton text={data.report} label={t('copyReport')} testid="diagnostics-copy" />
        )
      }
    >
      <p class="lead">{t('diagnosticsLead')}</p>
      <Problem error={error} retry={reload} />
      {data === null && error === null ? <Waiting what={t('waitingReport')} retry={reload} /> : null}
      {data === null ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a mouse.
        <pre class="verbatim report" tabIndex={0} dir="ltr" data-testid="diagnostics-report">
          {data.report}
        </pre>
      )}
    </Screen>
  );
}

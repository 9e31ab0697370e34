import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useRead } from '../companion/use-read.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { AnchorEntry } from './anchor-entry.tsx';
import { saveFile } from './save-file.ts';

/** What the chain says of a message, how that is known and by whom, and what it does not say; and the proof of it as a file. */
export function Anchors({ messageId }: { messageId: string }): JSX.Element {
  const { t, client } = useCompanion();
  const { data, error, slow, reload } = useRead('anchor_get', { messageId });
  const [saved, setSaved] = useState<string | null>(null);
  const exporting = useAction(async () => {
    const { fileName, json } = await client.request('anchor_exportProof', { messageId });
    saveFile(fileName, json);
    setSaved(fileName);
  });
  const entries = data?.entries ?? [];
  const anchored = entries.some((entry) => entry.state === 'anchored');
  const isOff = entries.some((entry) => entry.state === 'off');
  return (
    <Screen
      testid="screen-anchors"
      title={t('anchorsTitle')}
      back
      above={<Problem error={exporting.error} retry={() => void exporting.run()} testid="export-problem" />}
      footer={
        <>
          <Button busy={slow && data !== null} onClick={reload} testid="anchors-again">
            {t('anchorsAgain')}
          </Button>
          <Button
            tone="primary"
            busy={exporting.busy}
            disabled={!anchored}
            onClick={() => void exporting.run()}
            testid="export-proof"
          >
            {exporting.busy ? t('exporting') : t('exportProof')}
          </Button>
        </>
      }
    >
      <Problem error={error} retry={reload} />
      {data === null && error === null ? <Waiting what={t('waitingAnchors')} retry={reload} /> : null}
      {data !== null && entries.length === 0 ? (
        <Empty icon="anchor" title={t('anchorsNone')}>
          {t('anchorsNoneThen')}
        </Empty>
      ) : null}
      {entries.map((entry) => (
        <AnchorEntry key={entry.cid} entry={entry} named={entries.length > 1} />
      ))}
      {isOff ? (
        <Section>
          <ButtonLink wide href={hrefTo(ROUTES.chain)} testid="anchors-settings">
            <Icon name="gear" size={16} />
            {t('chainSettings')}
          </ButtonLink>
        </Section>
      ) : null}
      {entries.length === 0 ? null : (
        <Section label={t('anchorNotSaid')}>
          <p class="quiet">{t('anchorNotSaidThen')}</p>
          {anchored ? <p class="quiet small-print">{t('exportContains')}</p> : null}
          <p class="good small-print" role="status" data-testid="export-saved">
            {saved === null ? null : t('exportSaved', saved)}
          </p>
        </Section>
      )}
    </Screen>
  );
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { EscrowView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { describeError } from '../companion/describe-error.ts';
import { useAction } from '../companion/use-action.ts';
import { useRead } from '../companion/use-read.ts';
import { cleanName, cleanText } from '../text/clean-text.ts';
import type { MessageKey } from '../text/translate.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Problem } from '../ui/problem.tsx';
import { ScreenForm } from '../ui/screen-form.tsx';
import { Section } from '../ui/section.tsx';
import { Waiting } from '../ui/waiting.tsx';

const FROM: Record<EscrowView['from'], MessageKey> = {
  own: 'escrowOwn',
  linked: 'escrowLinked',
  added: 'escrowAdded',
};

/** Mediators that may hold messages to wallets: asked before each message to one, and looked at for messages to ours. */
export function Escrows(): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const { data, error, reload } = useRead('escrows_list', undefined);
  const [typed, setTyped] = useState('');
  const add = useAction(async () => {
    await client.request('escrows_add', { escrow: typed.trim() });
    setTyped('');
    await refresh(['settings']);
    reload();
  });
  const remove = useAction(async (escrow: EscrowView) => {
    await client.request('escrows_remove', { escrow: escrow.did });
    await refresh(['settings']);
    reload();
  });
  return (
    <ScreenForm
      onSubmit={() => {
        if (typed.trim() !== '') void add.run();
      }}
      testid="screen-escrows"
      title={t('escrows')}
      back
      above={<Problem error={remove.error} />}
      footer={
        <Button
          tone="primary"
          type="submit"
          busy={add.busy}
          disabled={typed.trim() === ''}
          testid="escrow-add"
        >
          {add.busy ? t('escrowAdding') : t('escrowAdd')}
        </Button>
      }
    >
      <p class="lead">{t('escrowsLead')}</p>
      <Problem error={error} retry={reload} />
      {data === null && error === null ? <Waiting what={t('waitingEscrows')} retry={reload} /> : null}
      {data !== null && data.length === 0 ? (
        <Empty icon="server" title={t('escrowsEmpty')}>
          {t('escrowsEmptyThen')}
        </Empty>
      ) : null}
      {data !== null && data.length > 0 ? (
        <ul class="rows">
          {data.map((escrow) => (
            <li class="row tall" key={escrow.did} data-testid="escrow" data-from={escrow.from}>
              <span class="row-mark">
                <Icon name="server" />
              </span>
              <span class="row-text">
                <span class="row-name strong">
                  <bdi>{cleanName(escrow.name)}</bdi>
                </span>
                <span class="sub-line">
                  {escrow.problem === null ? (
                    t(FROM[escrow.from])
                  ) : (
                    <span class="warn">{cleanText(escrow.problem)}</span>
                  )}
                </span>
              </span>
              {escrow.from === 'own' ? null : (
                <IconButton
                  icon="trash"
                  label={t('escrowRemove', escrow.name)}
                  disabled={remove.busy}
                  onClick={() => void remove.run(escrow)}
                  testid="escrow-remove"
                />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      <Section>
        <Field
          label={t('escrowAddLabel')}
          value={typed}
          onText={(text) => {
            setTyped(text);
            add.clear();
          }}
          testid="escrow-field"
          inputMode="url"
          hint={t('escrowAddHint')}
          error={add.error === null ? undefined : describeError(add.error, t).what}
        />
      </Section>
    </ScreenForm>
  );
}

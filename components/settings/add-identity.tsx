import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ROUTES } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { MediatorField, useMediatorCheck } from '../ui/mediator-field.tsx';
import { Problem } from '../ui/problem.tsx';
import { ScreenForm } from '../ui/screen-form.tsx';

/** One more identity from the same words: a name and a mediator. */
export function AddIdentity(): JSX.Element {
  const { t, client, state, defaultMediator, refresh } = useCompanion();
  const { back, go } = useRoute();
  const active = state.value?.identities.find((one) => one.active);
  const [name, setName] = useState('');
  const [mediator, setMediator] = useState(active?.mediatorDid ?? defaultMediator);
  const field = useRef<HTMLInputElement>(null);
  const verdict = useMediatorCheck(mediator);
  const did = verdict.found?.ok ? verdict.found.mediatorDid : null;
  const ready = name.trim() !== '' && [...name.trim()].length <= 64 && did !== null;
  const add = useAction(async () => {
    await client.request('identity_add', { alias: name.trim(), mediatorDid: did ?? '' });
    await refresh(['state', 'conversations', 'requests']);
    go(ROUTES.identities, true);
  });
  useEffect(() => field.current?.focus(), []);
  return (
    <ScreenForm
      onSubmit={() => {
        if (ready) void add.run();
      }}
      testid="screen-add-identity"
      title={t('addIdentity')}
      back
      focusTitle={false}
      footer={
        <>
          <Button onClick={back} testid="identity-cancel">
            {t('cancel')}
          </Button>
          <Button tone="primary" type="submit" busy={add.busy} disabled={!ready} testid="identity-create">
            {add.busy ? t('making') : t('addIdentity')}
          </Button>
        </>
      }
    >
      <p class="lead">{t('addIdentityLead')}</p>
      <div class="pad">
        <Field label={t('yourName')} value={name} onText={setName} testid="identity-name" inputRef={field} />
        <MediatorField value={mediator} onText={setMediator} verdict={verdict} testid="identity-mediator" />
        <Problem error={add.error} />
      </div>
    </ScreenForm>
  );
}

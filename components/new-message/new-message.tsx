import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useRoute } from '../route/use-route.ts';
import { findRecipient } from '../text/address-text.ts';
import { Area } from '../ui/area.tsx';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { ScreenForm } from '../ui/screen-form.tsx';
import { useAddressForm } from './use-address-form.tsx';
import { useDidForm } from './use-did-form.tsx';

/** Begins a conversation from a DID, a wallet address or an ENS name, and says at once how a message would travel. */
export function NewMessage(): JSX.Element {
  const { t } = useCompanion();
  const { back } = useRoute();
  const [text, setText] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const recipient = findRecipient(text);
  const byDid = useDidForm(recipient?.kind === 'did' ? recipient.did : null);
  const byAddress = useAddressForm(recipient === null || recipient.kind === 'did' ? null : recipient.to);
  const form = recipient === null || recipient.kind === 'did' ? byDid : byAddress;
  useEffect(() => area.current?.focus(), []);
  return (
    <ScreenForm
      onSubmit={() => {
        if (form.ready) form.run();
      }}
      testid="screen-new-message"
      title={t('newMessage')}
      back
      focusTitle={false}
      footer={
        <>
          <Button onClick={back} testid="new-cancel">
            {t('cancel')}
          </Button>
          <Button tone="primary" type="submit" busy={form.busy} disabled={!form.ready} testid="new-submit">
            {form.label}
          </Button>
        </>
      }
    >
      <div class="pad top">
        <Area
          label={t('toWhom')}
          value={text}
          onText={setText}
          rows={byAddress === form ? 2 : 4}
          testid="new-did"
          areaRef={area}
          mono
          hint={recipient === null ? t('toWhomHint') : undefined}
          error={text.trim() !== '' && recipient === null ? t('noRecipientInText') : undefined}
          dir="ltr"
        />
        {form.body}
      </div>
      <Problem error={form.error} />
    </ScreenForm>
  );
}

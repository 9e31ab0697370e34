import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useRoute } from '../route/use-route.ts';
import { findRecipient } from '../text/address-text.ts';
import { Area } from '../ui/area.tsx';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { ScreenForm } from '../ui/screen-form.tsx';
import { useAddressWay } from './use-address-way.tsx';
import { useDidWay } from './use-did-way.tsx';

/** Begins a conversation from a DID, a wallet address or an ENS name, and says at once how a message would travel. */
export function NewMessage(): JSX.Element {
  const { t } = useCompanion();
  const { back } = useRoute();
  const [text, setText] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const recipient = findRecipient(text);
  const byDid = useDidWay(recipient?.kind === 'did' ? recipient.did : null);
  const byAddress = useAddressWay(recipient === null || recipient.kind === 'did' ? null : recipient.to);
  const way = recipient === null || recipient.kind === 'did' ? byDid : byAddress;
  useEffect(() => area.current?.focus(), []);
  return (
    <ScreenForm
      onSubmit={() => {
        if (way.ready) way.run();
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
          <Button tone="primary" type="submit" busy={way.busy} disabled={!way.ready} testid="new-submit">
            {way.label}
          </Button>
        </>
      }
    >
      <div class="pad top">
        <Area
          label={t('toWhom')}
          value={text}
          onText={setText}
          rows={byAddress === way ? 2 : 4}
          testid="new-did"
          areaRef={area}
          mono
          hint={recipient === null ? t('toWhomHint') : undefined}
          error={text.trim() !== '' && recipient === null ? t('noRecipientInText') : undefined}
          dir="ltr"
        />
        {way.body}
      </div>
      <Problem error={way.error} />
    </ScreenForm>
  );
}

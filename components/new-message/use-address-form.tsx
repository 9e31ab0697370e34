import { useEffect, useState } from 'preact/hooks';
import type { HeldResolution } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useIdempotencyKey } from '../companion/use-idempotency-key.ts';
import { readableBy } from '../held/readable-by.ts';
import { sendToWallet } from '../held/send-to-wallet.ts';
import { useHeld } from '../held/use-held.ts';
import { ROUTES, routeTo } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { Area } from '../ui/area.tsx';
import { Tick } from '../ui/tick.tsx';
import { HeldTravel } from './held-travel.tsx';
import type { RecipientForm } from './recipient-form.ts';

function next(found: HeldResolution | null): 'open' | 'send' | null {
  if (found === null) return null;
  if (found.conversationId !== null) return 'open';
  if (found.problem !== null) return null;
  return found.delivery === 'e2ee' || found.delivery === 'held' ? 'send' : null;
}

/**
 * Begins with a wallet address or ENS name. What an escrow could read is sent only after the person saw who can read it
 * and said yes to that, for this text and this escrow (security.md B-01).
 */
export function useAddressForm(to: string | null): RecipientForm {
  const companion = useCompanion();
  const { t, client, refresh } = companion;
  const { go } = useRoute();
  const [text, setText] = useState('');
  /** The label that was agreed to: another one asks again. */
  const [agreed, setAgreed] = useState<string | null>(null);
  const { keyOf } = useIdempotencyKey();
  const answer = useHeld(to);
  const { found } = answer;
  const step = next(found);
  const label = found === null ? null : readableBy(found, companion);
  const consent = label === null || agreed === label;
  useEffect(() => setAgreed(null), [to]);

  const send = useAction(async () => {
    if (found === null || step === null) return;
    if (step === 'open' && found.conversationId !== null) {
      go(routeTo(ROUTES.conversation, found.conversationId), true);
      return;
    }
    const idempotencyKey = keyOf(`${found.address} ${text}`);
    const conversationId = await sendToWallet(client, found, { text, idempotencyKey });
    go(routeTo(ROUTES.conversation, conversationId), true);
    await refresh(['state', 'conversations', 'requests']);
  });
  return {
    label: step === 'open' ? t('openConversation') : label === null ? t('send') : t('sendHeld'),
    ready: step === 'open' || (step === 'send' && text.trim() !== '' && consent),
    busy: send.busy,
    error: send.error,
    run: () => void send.run(),
    body: (
      <>
        <HeldTravel answer={answer} />
        {step === 'send' ? (
          <Area
            label={t('messageLabel')}
            value={text}
            onText={setText}
            rows={2}
            testid="new-text"
            dir="auto"
            spellcheck
          />
        ) : null}
        {step === 'send' && label !== null ? (
          <Tick checked={consent} onChange={(yes) => setAgreed(yes ? label : null)} testid="held-consent">
            {t('heldConsent', found?.readableBy ?? '')}
          </Tick>
        ) : null}
      </>
    ),
  };
}

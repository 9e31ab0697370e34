import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { HeldResolution } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { heldEnd } from '../held/held-end.ts';
import { readableBy } from '../held/readable-by.ts';
import { sendToWallet } from '../held/send-to-wallet.ts';
import { ROUTES, routeTo } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { shortAddress } from '../text/address-text.ts';
import { cleanName } from '../text/clean-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NoBreak } from '../ui/no-break.tsx';
import { Notice } from '../ui/notice.tsx';
import { Composer } from './composer.tsx';

interface Question {
  found: HeldResolution;
  answer(yes: boolean): void;
}

/** Says who can read the message, and asks whether to send it so. */
function ConsentDialog({ question }: { question: Question }): JSX.Element {
  const companion = useCompanion();
  const { t } = companion;
  const { found, answer } = question;
  return (
    <Dialog
      testid="held-dialog"
      title={<NoBreak text={`${readableBy(found, companion)}.`} whole={shortAddress(found.checksummed)} />}
      onClose={() => answer(false)}
      footer={
        <>
          <Button onClick={() => answer(false)} testid="held-dialog-no">
            {t('cancel')}
          </Button>
          <Button tone="primary" onClick={() => answer(true)} testid="held-dialog-yes">
            {t('sendHeld')}
          </Button>
        </>
      }
    >
      <p>{heldEnd(found, companion)}</p>
    </Dialog>
  );
}

interface HeldComposerProps {
  conversationId: string;
  /** `0x…` in lower case. */
  address: string;
  chainId?: number;
  name: string;
  onSent(): void;
}

/** Where a message to a wallet nobody answers for yet is written: each is resolved anew and needs its own yes (security.md B-01). */
export function HeldComposer({
  conversationId,
  address,
  chainId,
  name,
  onSent,
}: HeldComposerProps): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const { go } = useRoute();
  const [question, setQuestion] = useState<Question | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const ask = (found: HeldResolution): Promise<boolean> =>
    new Promise((resolve) => {
      setQuestion({
        found,
        answer(yes) {
          setQuestion(null);
          resolve(yes);
        },
      });
    });
  const deliver = async (text: string, idempotencyKey: string): Promise<boolean> => {
    setProblem(null);
    const chain = chainId === undefined ? {} : { chainId };
    const found = await client.request('held_resolve', { to: address, ...chain });
    if (found.problem !== null) {
      setProblem(cleanName(found.problem));
      return false;
    }
    if (found.delivery === 'held' && !(await ask(found))) return false;
    const sentIn = await sendToWallet(client, found, { text, idempotencyKey });
    await refresh(['conversations']);
    if (sentIn !== conversationId) go(routeTo(ROUTES.conversation, sentIn), true);
    return true;
  };
  return (
    <>
      {problem === null ? null : (
        <Notice tone="amber" title={t('travelUnreachable')} alert testid="held-problem">
          {problem}
        </Notice>
      )}
      <Composer
        conversationId={conversationId}
        name={name}
        placeholder={t('composeHeld', name)}
        onSent={onSent}
        deliver={deliver}
      />
      {question === null ? null : <ConsentDialog question={question} />}
    </>
  );
}

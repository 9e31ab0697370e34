import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PopupRpc } from '../../lib/rpc/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ROUTES, routeTo } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { cleanName } from '../text/clean-text.ts';
import { findDid } from '../text/did-text.ts';
import { Button } from '../ui/button.tsx';
import { Area } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Travel } from './travel.tsx';
import { useResolved } from './use-resolved.ts';

const NOTE_MAX = 280;

type Resolved = PopupRpc['contact_resolve']['result'];

/** Whether there is something to send a request to, or a conversation to open. */
function next(found: Resolved | null): 'open' | 'propose' | null {
  if (found === null || found.problem !== null) return null;
  if (found.conversationId !== null && found.delivery === 'e2ee') return 'open';
  if (found.conversationId !== null && found.contact?.status === 'proposed') return 'open';
  return found.delivery === 'request' || found.delivery === 'e2ee' ? 'propose' : null;
}

/** Begins a conversation from a DID, however it came here, and says at once how a message would travel. */
export function NewMessage(): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const { go, back } = useRoute();
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [first, setFirst] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const did = findDid(text);
  const resolved = useResolved(did);
  const step = next(resolved.found);
  useEffect(() => area.current?.focus(), []);

  const proceed = useAction(async () => {
    if (did === null || step === null) return;
    if (step === 'open' && resolved.found?.conversationId) {
      go(routeTo(ROUTES.conversation, resolved.found.conversationId), true);
      return;
    }
    const { conversationId } = await client.request('contract_propose', {
      did,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(first.trim() === '' ? {} : { firstMessage: first }),
    });
    go(routeTo(ROUTES.conversation, conversationId), true);
    await refresh(['state', 'conversations', 'requests']);
  });
  const noteLeft = NOTE_MAX - [...note].length;
  const name = resolved.found === null ? '' : cleanName(resolved.found.name) || resolved.found.fingerprint;
  return (
    <form
      class="screen-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (step !== null && noteLeft >= 0) void proceed.run();
      }}
    >
      <Screen
        testid="screen-new-message"
        title={t('newMessage')}
        back
        focusTitle={false}
        footer={
          <>
            <Button onClick={back} testid="new-cancel">
              {t('cancel')}
            </Button>
            <Button
              tone="primary"
              type="submit"
              busy={proceed.busy}
              disabled={step === null || noteLeft < 0}
              testid="new-submit"
            >
              {step === 'open' ? t('openConversation') : t('sendRequest')}
            </Button>
          </>
        }
      >
        <div class="pad top">
          <Area
            label={t('toWhom')}
            value={text}
            onText={setText}
            rows={4}
            testid="new-did"
            areaRef={area}
            mono
            hint={t('toWhomHint')}
            error={text.trim() !== '' && did === null ? t('noDidInText') : undefined}
            dir="ltr"
          />
          <Travel did={did} resolved={resolved} />
          {step === 'propose' ? (
            <>
              <Area
                label={t('noteLabel')}
                value={note}
                onText={setNote}
                rows={2}
                testid="new-note"
                dir="auto"
                spellcheck
                hint={noteLeft < NOTE_MAX * 0.2 ? t('charactersLeft', noteLeft) : t('noteHint', name)}
                error={noteLeft < 0 ? t('charactersOver', -noteLeft) : undefined}
              />
              <Area
                label={t('firstLabel')}
                value={first}
                onText={setFirst}
                rows={2}
                testid="new-first"
                dir="auto"
                spellcheck
                hint={t('firstHint')}
              />
            </>
          ) : null}
        </div>
        <Problem error={proceed.error} />
      </Screen>
    </form>
  );
}

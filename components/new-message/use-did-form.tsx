import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ROUTES, routeTo } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { cleanName } from '../text/clean-text.ts';
import { Area } from '../ui/area.tsx';
import type { RecipientForm } from './recipient-form.ts';
import { Travel } from './travel.tsx';
import { type Resolved, useResolved } from './use-resolved.ts';

const NOTE_MAX = 280;

/** Whether there is something to send a request to, or a conversation to open. */
function next(found: Resolved['found']): 'open' | 'propose' | null {
  if (found === null || found.problem !== null) return null;
  if (found.conversationId !== null && found.delivery === 'e2ee') return 'open';
  if (found.conversationId !== null && found.contact?.status === 'proposed') return 'open';
  return found.delivery === 'request' || found.delivery === 'e2ee' ? 'propose' : null;
}

/** Begins with a DID: a conversation that is there, or a request with a note and a first message. */
export function useDidForm(did: string | null): RecipientForm {
  const { t, client, refresh } = useCompanion();
  const { go } = useRoute();
  const [note, setNote] = useState('');
  const [first, setFirst] = useState('');
  const resolved = useResolved(did);
  const step = next(resolved.found);
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
  return {
    label: step === 'open' ? t('openConversation') : t('sendRequest'),
    ready: step !== null && noteLeft >= 0,
    busy: proceed.busy,
    error: proceed.error,
    run: () => void proceed.run(),
    body: (
      <>
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
      </>
    ),
  };
}

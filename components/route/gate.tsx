import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { codeOf } from '../companion/describe-error.ts';
import { Inbox } from '../inbox/inbox.tsx';
import { Problem } from '../ui/problem.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { Unlock } from '../unlock/unlock.tsx';
import { lazyScreen } from './lazy-screen.tsx';
import { Places } from './places.tsx';
import { isApproval } from './routes.ts';
import { useRoute } from './use-route.ts';

const Welcome = lazyScreen(async () => (await import('../welcome/welcome.tsx')).Welcome);
const Unusable = lazyScreen(async () => (await import('../unlock/unusable.tsx')).Unusable);
const Damaged = lazyScreen(async () => (await import('../unlock/damaged.tsx')).Damaged);

/** `StorageUnusableError`. */
const UNUSABLE = 4334;

/** What may be shown at all: welcome, unlock, or the place asked for. Before the first answer, what was true last time. */
export function Gate(): JSX.Element {
  const { state, welcoming, memory, failure, refresh, t } = useCompanion();
  const { route } = useRoute();
  const phase = state.value?.phase ?? null;
  const reason = isApproval(route) ? t('unlockForSite') : undefined;
  if (welcoming.value || phase === 'empty') return <Welcome />;
  if (phase === 'damaged') return <Damaged />;
  if (phase === 'locked') return <Unlock {...(reason === undefined ? {} : { reason })} />;
  if (phase === null && codeOf(failure.value) === UNUSABLE) return <Unusable error={failure.value} />;
  if (phase === null && failure.value !== null)
    return <Problem error={failure.value} retry={() => void refresh(['state'])} />;
  // Nothing is known yet but that there was an identity last time. The frame of the inbox is painted, and filled or replaced by *Unlock* with the first answer.
  if (phase === null && memory.known()) return <Inbox tab="inbox" />;
  if (phase === null) {
    return (
      <main class="screen">
        <Waiting retry={() => void refresh(['state'])} />
      </main>
    );
  }
  return <Places />;
}

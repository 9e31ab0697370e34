import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useLoad } from '../companion/use-load.ts';
import { ROUTES, routeTo } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { Question } from './question.tsx';

/** One question of a site's, as the background froze it; after the answer the next, or the window closes. */
export function Approval({ approvalId }: { approvalId: string }): JSX.Element {
  const { t, client, approvals, surface, refresh, versions } = useCompanion();
  const { go } = useRoute();
  const { data, error, reload } = useLoad(async () => {
    const approval = await client.request('approvals_get', { approvalId });
    return { approvalId, approval };
  }, [client, approvalId, ...versions('approvals_get')]);
  const waiting = approvals.value ?? [];
  const place = waiting.findIndex((one) => one.approvalId === approvalId);

  async function next(): Promise<void> {
    await refresh(['state', 'approvals']);
    const following = approvals.value?.find((one) => one.approvalId !== approvalId);
    if (following !== undefined) go(routeTo(ROUTES.approval, following.approvalId), true);
    else if (!(await surface.close())) go(ROUTES.inbox, true);
  }

  if (data?.approvalId !== approvalId) {
    return (
      <Screen testid="screen-approval-waiting" title={t('siteAsks')}>
        {error === null ? (
          <Waiting what={t('waitingApproval')} retry={reload} />
        ) : (
          <Problem error={error} retry={reload} />
        )}
      </Screen>
    );
  }
  if (data.approval === null) {
    return (
      <Screen
        testid="screen-approval-gone"
        title={t('siteAsks')}
        footer={
          <Button onClick={() => void next()} testid="approval-close">
            {t('close')}
          </Button>
        }
      >
        <Empty icon="clock" title={t('approvalGone')}>
          {t('approvalGoneThen')}
        </Empty>
      </Screen>
    );
  }
  return (
    <Question
      key={data.approval.digest}
      approval={data.approval}
      place={waiting.length > 1 && place >= 0 ? t('placeOf', place + 1, waiting.length) : null}
      onAnswered={() => void next()}
    />
  );
}

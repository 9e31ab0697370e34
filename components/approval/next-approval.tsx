import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { ROUTES, routeTo } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Screen } from '../ui/screen.tsx';
import { Waiting } from '../ui/waiting.tsx';

/** Leads to the question that waits longest; says so when none does any more. */
export function NextApproval(): JSX.Element {
  const { t, approvals, surface, refresh } = useCompanion();
  const { go } = useRoute();
  const all = approvals.value;
  const first = all?.[0]?.approvalId;
  useEffect(() => {
    if (first !== undefined) go(routeTo(ROUTES.approval, first), true);
  }, [first, go]);
  const leave = async (): Promise<void> => {
    if (!(await surface.close())) go(ROUTES.inbox, true);
  };
  return (
    <Screen
      testid="screen-approval-waiting"
      title={t('siteAsks')}
      footer={
        all?.length === 0 ? (
          <Button onClick={() => void leave()} testid="approval-close">
            {t('close')}
          </Button>
        ) : undefined
      }
    >
      {all?.length === 0 ? (
        <Empty icon="shield" title={t('approvalsEmpty')}>
          {t('approvalsEmptyThen')}
        </Empty>
      ) : (
        <Waiting what={t('waitingApproval')} retry={() => void refresh(['state', 'approvals'])} />
      )}
    </Screen>
  );
}

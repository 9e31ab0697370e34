import type { JSX } from 'preact';
import type { ApprovalView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useNow } from '../companion/use-now.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import type { MessageKey } from '../text/translate.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { When } from '../ui/when.tsx';

const KINDS: Record<ApprovalView['kind'], MessageKey> = {
  connect: 'askConnectShort',
  permissions: 'askPermissionsShort',
  signIn: 'askSignInShort',
  openContract: 'askOpenContractShort',
  acceptContract: 'askAcceptContractShort',
  declineContract: 'askDeclineContractShort',
  revokeContract: 'askRevokeContractShort',
  renewContract: 'askRenewContractShort',
  sendHeld: 'askSendHeldShort',
  linkWallet: 'askLinkWalletShort',
};

/** The host of an origin for a narrow row: what is cut is the beginning, never the registrable end. */
function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, '');
}

/** The questions of sites that are not answered yet. */
export function ApprovalList({ scroller }: { scroller: { current: HTMLElement | null } }): JSX.Element {
  const { t, client, approvals, refresh } = useCompanion();
  const now = useNow(30_000);
  const rejectAll = useAction(async () => {
    await client.request('approvals_rejectAll', {});
    await refresh(['state', 'approvals']);
  });
  const all = approvals.value;
  if (all === null)
    return <Waiting what={t('waitingApprovals')} retry={() => void refresh(['state', 'approvals'])} />;
  if (all.length === 0) {
    return (
      <Empty icon="shield" title={t('approvalsEmpty')}>
        {t('approvalsEmptyThen')}
      </Empty>
    );
  }
  return (
    <>
      <VirtualList
        total={all.length}
        label={t('tabApprovals')}
        scroller={scroller}
        row={(index, tabIndex) => {
          const approval = all[index];
          if (approval === undefined) return <span />;
          return (
            <a
              class="row"
              href={hrefTo(ROUTES.approval, approval.approvalId)}
              tabIndex={tabIndex}
              data-index={index}
              data-testid="approval-row"
              data-approval={approval.approvalId}
            >
              <span class="row-mark">
                <Icon name="site" />
              </span>
              <span class="row-text">
                <span class="row-name strong">
                  <span class="host-end">
                    <bdi dir="ltr">{hostOf(approval.origin)}</bdi>
                  </span>
                </span>
                <span class="row-line">{t(KINDS[approval.kind])}</span>
              </span>
              <span class="row-end">
                <When at={approval.createdAt} now={now} />
              </span>
            </a>
          );
        }}
      />
      <div class="list-end">
        <Button tone="quiet" busy={rejectAll.busy} onClick={() => void rejectAll.run()} testid="reject-all">
          {t('rejectAll')}
        </Button>
      </div>
    </>
  );
}

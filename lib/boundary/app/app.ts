import type { Anchors } from '../../anchoring/anchors.ts';
import type { IdentityView } from '../../api/popup/popup-rpc.ts';
import type { ChainSettingsStore } from '../../domain/chain-settings.ts';
import type { Changes } from '../../domain/changes.ts';
import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import type { Domain } from '../../domain/domain.ts';
import type { SettingsStore } from '../../domain/settings-store.ts';
import type { EscrowPoll } from '../../held/poll-escrows.ts';
import type { Outbox } from '../../mediator-client/outbox/outbox.ts';
import type { Registrations } from '../../mediator-client/registrations.ts';
import type { MediatorDirectory } from '../../mediator-client/resolve-mediator.ts';
import type { Sync } from '../../mediator-client/sync/sync.ts';
import type { Clock } from '../../platform/clock.ts';
import type { LogBuffer } from '../../platform/log.ts';
import type { PackagedFile } from '../../platform/packaged-file.ts';
import type { Snapshot } from '../../views/snapshot.ts';
import type { ApprovalWindow } from '../approvals/approval-window.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { Subscriptions } from '../sites/subscriptions.ts';
import type { BoundaryApp } from './boundary-app.ts';

/** The companion. Handlers take this. */
export interface App extends BoundaryApp, ConnectedDomain {
  readonly keyring: Domain['keyring'];
  readonly clock: Clock;
  readonly changes: Changes;
  readonly outbox: Outbox;
  readonly sync: Sync;
  readonly directory: MediatorDirectory;
  readonly registrations: Registrations;
  readonly settings: SettingsStore;
  readonly chainSettings: ChainSettingsStore;
  readonly anchors: Anchors;
  readonly escrows: EscrowPoll;
  readonly subscriptions: Subscriptions;
  readonly snapshot: Snapshot;
  readonly approvalWindow: ApprovalWindow;
  readonly approvals: Approvals;
  readonly logBuffer: LogBuffer;
  readonly packagedFile: PackagedFile;
  readonly hostAccess: () => Promise<boolean>;
  /** Sentence for the banner when this disk refused a write lately, else null. */
  storageProblem(): string | null;
  identityViews(): Promise<IdentityView[]>;
  /** Every start of the worker and every alarm: locks what is overdue, else syncs, sends and goes on with approvals. */
  wake(): Promise<void>;
  /** Runs `wake()` soon, without being waited for: identities changed, or the vault was opened. */
  startSoon(): void;
  /** Everything was erased: what this worker remembers goes as well. */
  forgetAll(): Promise<void>;
  /** Ends timers and sockets, as the death of the worker would; for tests. */
  stop(): void;
}

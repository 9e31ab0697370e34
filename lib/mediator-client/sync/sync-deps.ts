import type { Keyring } from '../../keys/keyring.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Locks } from '../../platform/locks.ts';
import type { Log } from '../../platform/log.ts';
import type { Timers } from '../../platform/timers.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { MediatorDirectory } from '../resolve-mediator.ts';
import type { CommandClient } from '../send-command.ts';
import type { StoredCursors } from './stored-cursor.ts';
import type { OpenedPending, SyncSink } from './sync-sink.ts';
import type { SyncStatus } from './sync-status.ts';

/** What the sync driver is made of. */
export interface SyncDeps<Page extends OpenedPending = OpenedPending> {
  keyring: Pick<Keyring, 'identity' | 'identities'>;
  commands: CommandClient;
  directory: MediatorDirectory;
  outbox: Pick<Outbox, 'flush' | 'kick' | 'retryMediator'>;
  sink: SyncSink<Page>;
  cursors: StoredCursors;
  WebSocket: new (url: string) => WebSocket;
  clock: Clock;
  timers: Timers;
  locks: Pick<Locks, 'run'>;
  log: Log;
  random?: () => number;
  /** Called every 20 s while a socket is connected: in Firefox any call of an extension API, elsewhere nothing. */
  keepAlive?: () => void;
  /** Registers an identity whose mediator does not know it (any more); the pass is then tried once more. */
  register?: (index: number) => Promise<void>;
  /** A status changed. */
  onStatus?: (index: number, status: SyncStatus) => void;
}

/** How an identity stands with its mediator. `lastSyncAt`: milliseconds, end of the last whole pass of this worker's life. */
export interface SyncStatus {
  lastSyncAt: number | null;
  /** A sentence for the person, or null. */
  problem: string | null;
  connected: boolean;
}

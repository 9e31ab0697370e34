import { renewRelationships } from '../contracts/renew-relationships.ts';
import type { Domain } from '../domain/domain.ts';
import { purge } from './purge.ts';
import { flushOldReceipts } from './receipts.ts';
import { resumeAllSending } from './resume-sending.ts';

/** What is done once a wake and then every few hours: what an earlier worker left is gone on with, and the old removed. */
export async function maintain(domain: Domain): Promise<void> {
  await resumeAllSending(domain);
  await flushOldReceipts(domain);
  await renewRelationships(domain);
  await purge(domain);
}

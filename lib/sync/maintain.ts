import type { Domain } from '../domain/domain.ts';
import { flushOldReceipts } from '../messages/receipts.ts';
import { renewRelationships } from '../relationships/renew-relationships.ts';
import { resumeAllSending } from '../relationships/resume-sending.ts';
import { purge } from './purge.ts';

/** What is done once a wake and then every few hours: what an earlier worker left is gone on with, and the old removed. */
export async function maintain(domain: Domain): Promise<void> {
  await resumeAllSending(domain);
  await flushOldReceipts(domain);
  await renewRelationships(domain);
  await purge(domain);
}

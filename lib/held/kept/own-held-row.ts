import type { JsonValue } from '../../crypto/json-value.ts';
import type { Domain } from '../../domain/domain.ts';
import type { OwnCopy } from '../../envelopes/own-copy.ts';
import { ownRecordsRow, sealOwnRecord } from '../../envelopes/own-record.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import type { NewOutboxRow } from '../../mediator-client/outbox/outbox-row.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';

/**
 * The outbox row that keeps what rebuilds held messages on another device of ours, or here after a restore. Each record
 * is given whole and in smaller forms: the first form that fits an own stored event (128 KiB with everything around it)
 * is kept. A message of which none fits stays on this device alone, as an own copy that does not fit does; null when
 * nothing is left. Throws LockedError.
 */
export async function ownHeldRow(
  { clock, log }: Pick<Domain, 'clock' | 'log'>,
  keys: IdentityKeys,
  type: string,
  records: readonly (readonly JsonValue[])[],
): Promise<NewOutboxRow | null> {
  const now = clock.now();
  const sealed = await Promise.all(records.map((forms) => sealFirst(keys, type, forms, now)));
  const kept = sealed.filter((one) => one !== null);
  const count = sealed.length - kept.length;
  if (count > 0) log.warn('held messages are too large to be kept for other devices', { count });
  return kept.length === 0 ? null : ownRecordsRow(keys, kept);
}

async function sealFirst(
  keys: IdentityKeys,
  type: string,
  forms: readonly JsonValue[],
  now: number,
): Promise<OwnCopy | null> {
  for (const form of forms) {
    try {
      return await sealOwnRecord(keys, type, form, now);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
  }
  return null;
}

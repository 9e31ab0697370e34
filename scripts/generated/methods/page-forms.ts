import * as shared from '../../../lib/boundary/handlers/params/shared.ts';

/** The schemas that several methods share, by the name that provider-api.md *Methods* explains them under. */
export const pageForms: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [shared.did, '`Did`'],
  [shared.id, '`Id`'],
  [shared.eventType, '`EventType`'],
  [shared.eventTypePattern, '`EventPattern`'],
  [shared.tag, '`Tag`'],
  [shared.address, '`Address`'],
  [shared.seconds, '`Seconds`'],
  [shared.cursor, '`Cursor`'],
  [shared.json, 'any JSON'],
]);

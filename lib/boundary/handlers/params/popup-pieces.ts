/** Pieces of the parameter schemas that several areas of the popup use. Lengths are in UTF-16 units. */
import * as v from 'valibot';
import { text } from './shared.ts';

/** A password as typed; its rule is asked where one is made. */
export const password = text(1_024);

/** The 24 words as typed or pasted. */
export const words = text(2_048);

/** A name for an identity as typed. */
export const alias = text(256);

/** Number of an identity. */
export const identityIndex = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000));

/** The text of a message. */
export const messageText = text(65_536);

/** A DID as typed or pasted. */
export const typedDid = text(4_096);

/** A mediator as typed or pasted: DID, host or URL. */
export const typedMediator = text(2_048);

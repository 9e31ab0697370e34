import { prepareQuery } from '../database/prepare-query.ts';

/** Lets an own stored event be found by a tag; the same again changes nothing. */
export const insertEventTag = prepareQuery<{ identityId: number; tag: string; seq: number }, never>((db, p) =>
  db
    .insertInto('event_tags')
    .values({ identity_id: p('identityId'), tag: p('tag'), seq: p('seq') })
    .onConflict((c) => c.doNothing()),
);

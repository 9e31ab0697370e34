/** Where an escrow dies: at the `nth` statement of this text with this value among its first two, or around its commit. */
export interface Death {
  /** How the statement begins. */
  sql: string;
  value?: string;
  nth: number;
  when: 'before' | 'before the commit' | 'after the commit';
}

const SAVED = { sql: 'insert into "held_messages"' };
const LISTED = { sql: 'insert into "listed_cids"' };
const PREPARED = { sql: 'insert into "binding_nonces"' };
const BOUND = { sql: 'insert into "address_bindings"' };
const REWRAPPED = { sql: 'update "held_messages"', value: 'REWRAPPED' };
const REWRAPPED_SHARE = { sql: 'insert into "held_shares"', value: 'rewrapped' };
const REKEYED = { sql: 'update "held_messages"', value: 'REKEYED' };
const FORGOTTEN = { sql: 'delete from "held_shares"' };
const PUBLISHED = { sql: 'insert into "published_blocks"' };
const CONFIRMED = { sql: 'update "held_messages"', value: 'CONFIRMED' };

const at = (statement: Pick<Death, 'sql' | 'value'>, nth = 1): Death => ({
  ...statement,
  nth,
  when: 'before',
});
const around = (statement: Pick<Death, 'sql' | 'value'>): Death[] => [
  { ...statement, nth: 1, when: 'before the commit' },
  { ...statement, nth: 1, when: 'after the commit' },
];

/**
 * Every place in every command of a hand-over where the state of the escrow changes, in the order in which they come. The
 * middle ones are between two rows of one command.
 */
export const DEATHS = {
  saving: [at(SAVED), at(LISTED), ...around(SAVED)],
  linking: [at(PREPARED), ...around(PREPARED), at(BOUND), ...around(BOUND)],
  rewrapping: [
    at(REWRAPPED),
    at(REWRAPPED_SHARE),
    at(REWRAPPED, 3),
    at(REWRAPPED_SHARE, 5),
    ...around(REWRAPPED),
  ],
  rekeying: [
    at(REKEYED),
    at(FORGOTTEN),
    at(PUBLISHED),
    at(REKEYED, 3),
    at(FORGOTTEN, 4),
    at(PUBLISHED, 5),
    at(LISTED, 5),
    ...around(REKEYED),
  ],
  confirming: [at(CONFIRMED), at(CONFIRMED, 4), ...around(CONFIRMED)],
} satisfies Record<string, Death[]>;

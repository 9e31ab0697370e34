/**
 * Why the chain or an index file could not be read, in a word:
 * `no-contract` none is set, or nothing is deployed there · `no-quorum` too few endpoints agree · `unreachable` too few
 * answer · `wrong-chain`, `stale` too few are left without those of another chain or with an old head · `rollback` their
 * finalized block is behind, or other than, one seen before · `list-shrunk`, `list-rewritten` the list lost what it had ·
 * `list-too-long` · `no-header` the endpoints' header is not the block's · `no-proof` no endpoint proves storage ·
 * `index-unavailable` no gateway gives some index file · `cid` not a CID we take · `not-anchored` · `malformed` a reply.
 */
export type AnchorReason =
  | 'no-contract'
  | 'no-quorum'
  | 'unreachable'
  | 'wrong-chain'
  | 'stale'
  | 'rollback'
  | 'list-shrunk'
  | 'list-rewritten'
  | 'list-too-long'
  | 'no-header'
  | 'no-proof'
  | 'index-unavailable'
  | 'cid'
  | 'not-anchored'
  | 'malformed';

/** The chain, or what is anchored, could not be read or was refused. */
export class AnchorError extends Error {
  readonly reason: AnchorReason;

  constructor(reason: AnchorReason, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'AnchorError';
    this.reason = reason;
  }
}

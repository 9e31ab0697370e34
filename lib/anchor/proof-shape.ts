import * as v from 'valibot';
import * as field from '../protocol/fields.ts';

const hexData = v.pipe(v.string(), v.regex(/^0x(?:[0-9a-f]{2})*$/));
const cid = v.pipe(v.string(), v.maxLength(128), v.regex(/^b[a-z2-7]+$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const path = v.pipe(v.array(hexData), v.maxLength(64));

const entries = {
  v: v.literal(1),
  /** Of the record. */
  cid,
  /** The record, or base64 of bytes where what is listed is no record (an own stored event). */
  record: v.union([v.string(), v.record(v.string(), v.unknown())]),
  /** The signed message in the record, which then says who wrote it. */
  inner: v.optional(v.record(v.string(), v.unknown())),
  /** The index file: its text, or base64 of each of its blocks, the root first. */
  index: v.union([v.string(), v.pipe(v.array(v.string()), v.maxLength(512))]),
  index_cid: cid,
  chain_id: field.chainId,
  contract: field.address,
  slot: count,
  entry: count,
  /** RLP of the block's header. */
  header: hexData,
  /** Nodes from the header's state root to the contract's account. */
  account_proof: path,
  /** For each word (length of the list, header of the entry, its text) the nodes from the contract's storage root to it. */
  storage_proof: v.pipe(v.array(path), v.maxLength(8)),
  /** Endpoints' statement, not proven. */
  stored_in: v.optional(
    v.strictObject({
      block: count,
      tx: v.pipe(v.string(), v.regex(/^0x[0-9a-f]{64}$/)),
      time: field.seconds,
    }),
  ),
};

/** Without its `digest`: what that is over. */
export type ProofContent = v.InferOutput<v.StrictObjectSchema<typeof entries, undefined>>;

/** A proof as it is exported (address-messaging.md §5.7). `digest` guards against damage, not against its maker. */
export const anchorProofSchema = v.strictObject({ ...entries, digest: field.hash });

/** A proof that a CID was listed by a block. */
export type AnchorProof = v.InferOutput<typeof anchorProofSchema>;

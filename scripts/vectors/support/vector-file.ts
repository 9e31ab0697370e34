import type { JsonValue } from '../../../lib/crypto/canonical.ts';

/** Members of a case; docs/vectors/README.md says how bytes, keys and long texts are written. */
export type Members = { [name: string]: JsonValue };

/** What must come out. `steps` are values on the way, in order, so that a reader finds its first wrong one. */
export interface AcceptCase {
  name: string;
  operation: string;
  input: Members;
  steps?: Members;
  output: Members;
}

/** What must be refused: `reason` is the token of our errors, `why` a sentence for people. */
export interface RefuseCase {
  name: string;
  operation: string;
  input: Members;
  reason: string;
  why: string;
}

/** One file of docs/vectors. A format that can refuse nothing says why in `refuse_note`. */
export interface VectorFile {
  format: string;
  /** Where the format is described, as `protocol.md §2`. */
  document: string;
  about: string;
  /** Operation → what it does with its input, a sentence each. */
  operations: { [operation: string]: string };
  /** Files of ours that make or read these bytes. */
  modules: string[];
  accept: AcceptCase[];
  refuse: RefuseCase[];
  refuse_note?: string;
}

import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import type { Channel } from '../../../lib/protocol/commands.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from '../support/vector-file.ts';

/** What a mediator must answer; `payload` and `body` are templates, `retry_after_ms` the most it may be. */
export type Expected =
  | { status: number; payload: Members }
  | { status: number; body: Members }
  | { status: number; code: string; retry_after_ms?: number };

/** A command: the reader makes its header, signs it and posts it. Times are milliseconds. */
export interface CommandStep {
  at: number;
  as: string;
  recipient: string;
  channel: Channel;
  payload: JsonValue;
  nonce: string;
  /** Of the header, where it is not `at`. */
  timestamp?: number;
  /** Whose key signs, where it is not that of `as`. */
  signed_by?: string;
  expect: Expected;
}

/** A body that is posted as it is. */
export interface TextStep {
  at: number;
  text: string | { repeat: string; times: number };
  expect: Expected;
}

/** A GET of a path under the mediator's base URL. */
export interface GetStep {
  at: number;
  get: string;
  query?: { [name: string]: JsonValue };
  expect: Expected;
}

export type Step = CommandStep | TextStep | GetStep;

/** What a mediator has before the first step; only what an escrow would else choose at random. */
export interface Given {
  epochs: { id: string; master_hex: string; opened_at: number; handed_until: number }[];
  binding_nonces: {
    nonce: string;
    did: string;
    address: string;
    chain_id: number;
    issued_at: number;
    expires_at: number;
  }[];
}

/** The input of a case: a conversation with a fresh mediator. */
export interface Conversation {
  /** Parts of the protocol that a mediator may leave out and this one uses. */
  needs?: string[];
  /** In place of the defaults, by the names of protocol.md §9.2. */
  limits?: { [name: string]: number };
  given?: Given;
  parts: string[];
  steps: Step[];
}

/** A conversation by its name, with the code it is about when it is about a refusal. */
export interface Scenario {
  name: string;
  refusal?: { code: string; why: string };
  conversation: Conversation;
}

/** A file of conversations. */
export interface ScenarioFile extends VectorFile {
  /** How a reader runs it, a rule a line. */
  how: string[];
  mediator: { did: string; endpoint: string; signing_seed_hex: string; pre_key_seed_hex: string };
  personas: { [name: string]: { did: string; signing_seed_hex: string; pre_key_seed_hex: string } };
  /** Long values that steps refer to. */
  values: Members;
  /** Steps with which several conversations begin. */
  parts: { [name: string]: Step[] };
}

/** Scenarios as the cases of a file. */
export function scenarioCases(
  scenarios: readonly Scenario[],
  parts: { [name: string]: Step[] },
): { accept: AcceptCase[]; refuse: RefuseCase[] } {
  const accept: AcceptCase[] = [];
  const refuse: RefuseCase[] = [];
  for (const { name, refusal, conversation } of scenarios) {
    const before = conversation.parts.reduce((sum, part) => sum + (parts[part]?.length ?? 0), 0);
    const input = JSON.parse(JSON.stringify(conversation)) as Members;
    const output = { replies: before + conversation.steps.length };
    if (!refusal) accept.push({ name, operation: 'replay', input, output });
    else refuse.push({ name, operation: 'replay', input, reason: refusal.code, why: refusal.why });
  }
  return { accept, refuse };
}

import type { PageAnswer } from '../../api/wire.ts';
import { hex, randomBytes } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/crypto-error.ts';
import { InvalidParamsError, LimitError } from '../../errors/errors.ts';
import type { Ask } from '../call/ask-person.ts';
import type { WaitingCaller } from '../call/page-call.ts';
import type { ApprovalState } from './approval-store.ts';
import { approvalDigest } from './digest.ts';
import type { StoredApproval } from './stored-approval.ts';

/**
 * How long a question waits for its answer, and the answer for the page to fetch it (security.md *Limits*). Silence is 4001
 * with the cause `timeout`. An answer that nobody fetched is forgotten, and a page that still waits asks anew.
 */
export const APPROVAL_LIFETIME_MS = 10 * 60 * 1000;

/**
 * Open questions of an origin, one of a kind (security.md *Limits*). -32005 *Another question of this site waits for an
 * answer.*, without a time to wait.
 */
const PER_ORIGIN = 3;
/** Open questions of all origins (security.md *Limits*). The same; `storage.session` holds about 10 MB. */
const ALL = 64;
/** Requests that are joined to one question (security.md *Limits*). -32005 *This question is already being asked.* */
const MAX_CALLERS = 128;
/** Answers that are kept for pages (security.md *Limits*). The oldest is forgotten. */
const MAX_ANSWERS = 256;

/** A request as it comes from the router. */
export type NewRequest = Pick<StoredApproval, 'origin' | 'method' | 'kind' | 'params' | 'firstTime' | 'ask'>;

/** The approval with its question and the digest over everything the person decides about; -32602 for what cannot be frozen. */
export function withAsk(approval: StoredApproval, ask: Ask): StoredApproval {
  const frozen = { ...approval, ask: JSON.parse(JSON.stringify(ask)) as Ask };
  try {
    return { ...frozen, digest: approvalDigest(frozen) };
  } catch (error) {
    if (error instanceof CryptoError) throw new InvalidParamsError('cannot be shown to a person');
    throw error;
  }
}

function identical(a: NewRequest, b: NewRequest): boolean {
  return a.method === b.method && JSON.stringify(a.params) === JSON.stringify(b.params);
}

/** Adds a request, or its caller to an identical one. Throws LimitError for a second question of one kind, a fourth of one origin. */
export function addRequest(
  state: ApprovalState,
  request: NewRequest,
  caller: WaitingCaller,
  now: number,
): { next: ApprovalState; joined: boolean } {
  const ofOrigin = state.queue.filter(({ origin }) => origin === request.origin);
  const same = ofOrigin.find((approval) => identical(approval, request));
  if (same !== undefined) {
    if (same.callers.length >= MAX_CALLERS) throw new LimitError('This question is already being asked.');
    const joined = { ...same, callers: [...same.callers, caller] };
    return {
      next: { ...state, queue: state.queue.map((approval) => (approval === same ? joined : approval)) },
      joined: true,
    };
  }
  const open = ofOrigin.filter(({ choice }) => choice === null);
  if (
    open.some(({ kind }) => kind === request.kind) ||
    open.length >= PER_ORIGIN ||
    state.queue.length >= ALL
  ) {
    throw new LimitError('Another question of this site waits for an answer.');
  }
  const approval: StoredApproval = {
    ...request,
    approvalId: hex(randomBytes(16)),
    ask: null,
    digest: null,
    createdAt: now,
    expiresAt: now + APPROVAL_LIFETIME_MS,
    callers: [caller],
    choice: null,
  };
  const added = request.ask === null ? approval : withAsk(approval, request.ask);
  return { next: { ...state, queue: [...state.queue, added] }, joined: false };
}

/** Replaces one approval in place. */
export function replaceApproval(state: ApprovalState, approval: StoredApproval): ApprovalState {
  const { approvalId } = approval;
  return { ...state, queue: state.queue.map((old) => (old.approvalId === approvalId ? approval : old)) };
}

/** Takes an approval out of the queue and keeps its answer for every caller. */
export function settleApproval(
  state: ApprovalState,
  approval: StoredApproval,
  answer: PageAnswer,
  now: number,
): ApprovalState {
  const kept = approval.callers.map(({ requestId }) => ({
    origin: approval.origin,
    requestId,
    answer,
    until: now + APPROVAL_LIFETIME_MS,
  }));
  const answers = [...state.answers.filter(({ until }) => until > now), ...kept].slice(-MAX_ANSWERS);
  return { queue: state.queue.filter(({ approvalId }) => approvalId !== approval.approvalId), answers };
}

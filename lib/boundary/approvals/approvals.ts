/**
 * The queue between a page's question and a person's answer. Whatever happens in between (the worker dies, the window is
 * closed, the companion locks), each request ends in exactly one answer: a person's yes is carried out, at least once and
 * idempotently; a no, a closed window or ten minutes of silence is 4001. Nothing is decided by blur (security.md
 * *Approvals*, security.md L-06, T-13, T-14).
 */

import type { PageAnswer } from '../../api/wire.ts';
import {
  InvalidRequestError,
  LockedError,
  NotFoundError,
  type RejectionCause,
  RemoteError,
} from '../../errors/errors.ts';
import type { WaitingCaller } from '../call/page-call.ts';
import { createApprovalSteps, type StepDeps } from './approval-steps.ts';
import { checkChoice } from './check-choice.ts';
import { addRequest, type NewRequest, replaceApproval } from './queue-changes.ts';
import type { Choice, StoredApproval } from './stored-approval.ts';

export interface ApprovalDeps extends StepDeps {
  /** Shows the queue to the person; when that fails the badge still tells. `first`: nothing else was unanswered. */
  show(first: boolean): Promise<void>;
  /** Indexes of all identities there are. */
  identityIndexes(): Promise<number[]>;
  /** The person said no, or yes, to an origin. */
  rejected(origin: string): Promise<void>;
  approved(origin: string): Promise<void>;
}

export interface Approvals {
  /** What is known of a request that was asked before: its answer, that it is pending, or null. Goes on with what a dead worker left. */
  find(origin: string, requestId: string): Promise<PageAnswer | 'pending' | null>;
  /** Stores a question (`ask` null while locked) before it is shown. Joins an identical one; throws LimitError for another of its kind. */
  submit(request: NewRequest, caller: WaitingCaller): Promise<void>;
  /** Unanswered questions, oldest first; those of a locked time join once they can be described. */
  list(): Promise<StoredApproval[]>;
  /** Tells whether a visit to a page of this origin waits for an answer. */
  waiting(origin: string, pageId: string): Promise<boolean>;
  /** How many are unanswered, described or not. */
  count(): Promise<number>;
  get(approvalId: string): Promise<StoredApproval | null>;
  /**
   * The person's answer to exactly what `digest` names; null is no. A yes is stored before it is carried out, and
   * throws what went wrong while carrying it out. Throws NotFoundError, InvalidRequestError, LockedError.
   */
  decide(approvalId: string, digest: string, choice: Choice | null): Promise<void>;
  /** No to everything unanswered, of one origin or of all; counts as one rejection an origin. */
  rejectAll(origin?: string): Promise<void>;
  /**
   * What is unanswered now, to be dismissed should it turn out that the person closed the window. Call it as soon as
   * something closed: what is asked from then on gets a window of its own and is not meant.
   */
  dismissal(): () => Promise<void>;
  /** The origin lost its permissions: its questions are over, with `answer`, also those being carried out (security.md T-28). */
  dropOrigin(origin: string, answer: PageAnswer): Promise<void>;
  /** Run at every wake and unlock: expires, describes, goes on with what was approved. */
  resume(): Promise<void>;
}

/** Makes the queue over its store. */
export function createApprovals(deps: ApprovalDeps): Approvals {
  const { store, clock } = deps;
  const { settle, reject, carryOut, advance, resume, finished } = createApprovalSteps(deps);

  const unanswered = async () => (await store.read()).queue.filter(({ choice }) => choice === null);

  const endAll = async (cause: RejectionCause, asked: Promise<StoredApproval[]>, origin?: string) => {
    const still = new Set((await asked).map(({ approvalId }) => approvalId));
    const ended = (await unanswered()).filter(
      (approval) => still.has(approval.approvalId) && (origin === undefined || approval.origin === origin),
    );
    for (const approval of ended) await reject(approval, cause);
    for (const each of new Set(ended.map((approval) => approval.origin))) await deps.rejected(each);
  };

  return {
    async find(origin, requestId) {
      const { queue, answers } = await store.read();
      const kept = answers.find((entry) => entry.requestId === requestId && entry.origin === origin);
      if (kept !== undefined && kept.until > clock.now()) return kept.answer;
      const approval = queue.find(
        (entry) => entry.origin === origin && entry.callers.some((caller) => caller.requestId === requestId),
      );
      if (approval === undefined) return null;
      deps
        .unlocked()
        .then((unlocked) => advance(approval, unlocked))
        .catch(() => undefined);
      return 'pending';
    },

    async submit(request, caller) {
      await resume({ waiting: false });
      const first = await store.update((state) => {
        const { next } = addRequest(state, request, caller, clock.now());
        return { next, value: state.queue.every(({ choice }) => choice !== null) };
      });
      deps.changed();
      deps.show(first).catch(() => undefined);
    },

    async list() {
      await resume({ waiting: false });
      return (await unanswered()).filter(({ ask }) => ask !== null);
    },

    async waiting(origin, pageId) {
      const { queue } = await store.read();
      return queue.some(
        (entry) => entry.origin === origin && entry.callers.some((caller) => caller.pageId === pageId),
      );
    },

    count: async () => (await unanswered()).filter(({ expiresAt }) => clock.now() < expiresAt).length,

    async get(approvalId) {
      await resume({ waiting: false });
      const { queue } = await store.read();
      return queue.find((entry) => entry.approvalId === approvalId && entry.choice === null) ?? null;
    },

    async decide(approvalId, digest, choice) {
      await resume({ waiting: false });
      const { queue } = await store.read();
      const approval = queue.find((entry) => entry.approvalId === approvalId && entry.choice === null);
      if (approval === undefined) throw new NotFoundError('This question is no longer open.');
      if (approval.ask === null || approval.digest !== digest) {
        throw new InvalidRequestError('The question changed. Look at it again.');
      }
      if (choice === null) {
        await reject(approval, 'rejected');
        await deps.rejected(approval.origin);
        return;
      }
      if (!(await deps.unlocked())) throw new LockedError();
      const checked = checkChoice(approval.ask, choice, await deps.identityIndexes());
      const approved = await store.update((state) => {
        const current = state.queue.find((entry) => entry.approvalId === approvalId);
        if (current === undefined || current.choice !== null || current.digest !== digest) {
          throw new NotFoundError('This question is no longer open.');
        }
        const value = { ...current, choice: checked };
        return { next: replaceApproval(state, value), value };
      });
      await deps.approved(approval.origin);
      deps.changed();
      const answer = await carryOut(approved, checked);
      if (answer !== null && 'error' in answer) throw new RemoteError(answer.error);
    },

    rejectAll: (origin) => endAll('rejected', unanswered(), origin),
    dismissal() {
      const asked = unanswered();
      asked.catch(() => undefined);
      return () => endAll('dismissed', asked);
    },

    async dropOrigin(origin, answer) {
      const dropped = (await store.read()).queue.filter((approval) => approval.origin === origin);
      for (const { approvalId } of dropped) await settle(approvalId, answer);
      await finished(dropped.map(({ approvalId }) => approvalId));
    },

    resume: () => resume(),
  };
}

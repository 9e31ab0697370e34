/**
 * What moves a stored approval forward, in whatever state a wake finds it: to its question, to what was approved, or to its
 * one answer. Steps of one approval never run twice at a time; each can be taken again by the next worker.
 */

import type { JsonValue } from '../../api/decentrl-rpc.ts';
import type { PageAnswer } from '../../api/wire.ts';
import {
  InternalError,
  LockedError,
  type RejectionCause,
  serializeError,
  UserRejectedError,
} from '../../errors/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { AskPerson } from '../call/ask-person.ts';
import type { WaitingCaller } from '../call/page-call.ts';
import type { ApprovalStore } from './approval-store.ts';
import { APPROVAL_LIFETIME_MS, replaceApproval, settleApproval, withAsk } from './queue-changes.ts';
import type { Choice, StoredApproval } from './stored-approval.ts';

/** What the steps need. */
export interface StepDeps {
  store: ApprovalStore;
  clock: Clock;
  unlocked(): Promise<boolean>;
  /** Works out what to ask, after unlocking, from the stored parameters. */
  describe(approval: StoredApproval): Promise<JsonValue | AskPerson>;
  /** Carries an approved request out; may run more than once for one approval. */
  perform(approval: StoredApproval, choice: Choice): Promise<JsonValue>;
  /** An answer is there: push it to the page that waits. */
  settled(origin: string, caller: WaitingCaller, answer: PageAnswer): void;
  /** The queue changed: badge and open popups. */
  changed(): void;
}

/** The steps of the approvals of one store. */
export interface ApprovalSteps {
  /** Ends an approval with its answer, for every page that waits; nothing when it is over. */
  settle(approvalId: string, answer: PageAnswer): Promise<void>;
  /** Ends an approval with the person's no, or what stands for it. */
  reject(approval: StoredApproval, cause: RejectionCause): Promise<void>;
  /** Carries out what was approved; null when that needs an unlocked companion and stays for later. */
  carryOut(approval: StoredApproval, choice: Choice): Promise<PageAnswer | null>;
  /** One step forward for one approval, whatever state a wake finds it in; resolves when the step is done. */
  advance(approval: StoredApproval, unlocked: boolean): Promise<void>;
  /**
   * Expires, describes and goes on with what was approved: at every wake and unlock, and before a queue is looked at, then
   * not `waiting` for what was approved, since one request never waits for another to be carried out.
   */
  resume(options?: { waiting?: boolean }): Promise<void>;
  /** Resolves once nothing runs for these approvals any more. */
  finished(approvalIds: readonly string[]): Promise<void>;
}

/** Makes the steps; nothing is remembered but what runs now. */
export function createApprovalSteps(deps: StepDeps): ApprovalSteps {
  const { store, clock } = deps;
  const running = new Map<string, Promise<PageAnswer | null>>();

  const settle = async (approvalId: string, answer: PageAnswer): Promise<void> => {
    const settled = await store.update((state) => {
      const approval = state.queue.find((entry) => entry.approvalId === approvalId);
      if (approval === undefined) return { next: state, value: null };
      return { next: settleApproval(state, approval, answer, clock.now()), value: approval };
    });
    if (settled === null) return;
    for (const caller of settled.callers) deps.settled(settled.origin, caller, answer);
    deps.changed();
  };

  const reject = (approval: StoredApproval, cause: RejectionCause) =>
    settle(approval.approvalId, { error: serializeError(new UserRejectedError(cause), 'page') });

  const once = (approvalId: string, work: () => Promise<PageAnswer | null>): Promise<PageAnswer | null> => {
    const known = running.get(approvalId);
    if (known !== undefined) return known;
    const started = work().finally(() => running.delete(approvalId));
    running.set(approvalId, started);
    return started;
  };

  /** Null when a key was needed and the companion is locked: the approval stays and goes on after unlocking. */
  const attempt = async (approvalId: string, work: () => Promise<JsonValue | AskPerson>) => {
    let answer: PageAnswer;
    try {
      const value = await work();
      if (value instanceof AskPerson) return value;
      answer = { result: value };
    } catch (error) {
      if (error instanceof LockedError) return null;
      answer = { error: serializeError(error, 'page') };
    }
    await settle(approvalId, answer);
    return answer;
  };

  const carryOut = (approval: StoredApproval, choice: Choice) =>
    once(approval.approvalId, async () => {
      const answer = await attempt(approval.approvalId, () => deps.perform(approval, choice));
      return answer instanceof AskPerson ? null : answer;
    });

  const describe = (approval: StoredApproval) =>
    once(approval.approvalId, async () => {
      const value = await attempt(approval.approvalId, async () => {
        const described = await deps.describe(approval);
        if (described instanceof AskPerson) withAsk(approval, described.ask);
        return described;
      });
      if (!(value instanceof AskPerson)) return value;
      await store.update((state) => {
        const current = state.queue.find(({ approvalId }) => approvalId === approval.approvalId);
        if (current === undefined || current.ask !== null) return { next: state, value: undefined };
        return { next: replaceApproval(state, withAsk(current, value.ask)), value: undefined };
      });
      deps.changed();
      return null;
    });

  const advance = async (approval: StoredApproval, unlocked: boolean): Promise<void> => {
    const { choice, expiresAt } = approval;
    const now = clock.now();
    if (choice === null && now >= expiresAt) await reject(approval, 'timeout');
    else if (choice !== null && now >= expiresAt + APPROVAL_LIFETIME_MS) {
      await settle(approval.approvalId, { error: serializeError(new InternalError(), 'page') });
    } else if (choice !== null) await carryOut(approval, choice);
    else if (approval.ask === null && unlocked) await describe(approval);
  };

  const resume = async ({ waiting = true } = {}) => {
    const { queue } = await store.read();
    if (queue.length === 0) return;
    const unlocked = await deps.unlocked();
    await Promise.all(
      queue.map((approval) => {
        const step = advance(approval, unlocked);
        if (waiting || approval.choice === null) return step;
        step.catch(() => undefined);
        return undefined;
      }),
    );
  };

  return {
    settle,
    reject,
    carryOut,
    advance,
    resume,
    async finished(approvalIds) {
      await Promise.allSettled(approvalIds.map((approvalId) => running.get(approvalId)));
    },
  };
}

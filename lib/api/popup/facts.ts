import type { Topic } from './topics.ts';

/** What is true of one method of the popup, for router, client and screens alike. */
export interface MethodFacts {
  /** `unlocked`: without keys the answer is 4320 and the handler is not called. */
  readonly needs: 'unlocked' | 'nothing';
  /**
   * The call proves that somebody is there, which puts off the automatic lock (security.md T-33). Never true of what a
   * screen asks by itself: when it opens, is pushed to or reads on.
   */
  readonly person: boolean;
  /** It changes nothing, or the same again: the client asks again when the worker died before it answered. */
  readonly repeatable: boolean;
  /** Whoever shows the result reads it again when one of these is pushed. Empty: what was asked is an answer of that moment. */
  readonly topics: readonly Topic[];
}

/** The facts of every method of a vocabulary; one that lacks a method or a fact does not compile. */
export type Facts<Rpc> = { readonly [M in keyof Rpc]: MethodFacts };

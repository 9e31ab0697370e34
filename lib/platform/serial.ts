/** Runs tasks one after the other, in the order given, whatever becomes of those before. */
export interface Serial {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when everything given so far is over. */
  idle(): Promise<void>;
}

/** Makes an empty line of tasks; only for state of one background, which is one process. */
export function createSerial(): Serial {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const result = tail.then(work);
      tail = result.catch(() => undefined);
      return result;
    },
    async idle() {
      await tail;
    },
  };
}

import { refused } from './refused.ts';
import type { AcceptCase, Members, RefuseCase } from './vector-file.ts';

/** What an operation makes of its input. */
export interface Made {
  steps?: Members;
  output: Members;
}

type Operation<I> = (input: I) => Made | Promise<Made>;

/**
 * Makes the cases of a format from its operations, which see the input of the case and nothing else: an accepted case gets
 * what its operation gives, a refused one the reason of its error. `written` is how the input is written down where that
 * differs, for long texts (`repeated`).
 */
export function casesOf<T extends Record<string, Operation<never>>>(operations: T) {
  type Input<K extends keyof T> = Parameters<T[K]>[0] & Members;
  const run = (operation: string, input: Members) => {
    const found = operations[operation] as Operation<Members> | undefined;
    if (!found) throw new Error(`no operation ${operation}`);
    return found(input);
  };
  return {
    async accept<K extends keyof T & string>(
      name: string,
      operation: K,
      input: Input<K>,
      written: Members = input,
    ): Promise<AcceptCase> {
      const { steps, output } = await naming(name, async () => run(operation, input));
      return { name, operation, input: written, ...(steps && { steps }), output };
    },
    refuse<K extends keyof T & string>(
      name: string,
      operation: K,
      input: Input<K>,
      why: string,
      written: Members = input,
    ): Promise<RefuseCase> {
      return refused({ name, operation, input: written, why }, async () => run(operation, input));
    },
  };
}

/** Names the case in which something was refused that should not be. */
async function naming<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new Error(`"${name}" is refused`, { cause });
  }
}

/** How long one source is waited for before the next is asked as well. */
const HEAD_START_MS = 1_500;

/**
 * Asks sources one after the other, the next when one fails or takes long, and gives the first answer. Only for answers
 * that `ask` itself verifies: whoever gives one is right. Throws the last failure, or `nothing()` without sources.
 */
export function firstVerified<Who, Value>(
  sources: readonly Who[],
  ask: (source: Who) => Promise<Value>,
  nothing: () => Error,
  headStartMs = HEAD_START_MS,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let next = 0;
    let open = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const start = () => {
      clearTimeout(timer);
      const source = sources[next];
      if (next >= sources.length) return;
      next++;
      open++;
      timer = setTimeout(start, headStartMs);
      ask(source as Who).then(
        (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        (error) => {
          open--;
          start();
          if (open === 0 && next >= sources.length) {
            clearTimeout(timer);
            reject(error);
          }
        },
      );
    };
    if (sources.length === 0) reject(nothing());
    else start();
  });
}

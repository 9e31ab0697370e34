/**
 * A long text as vectors write it: `{repeat, times}` stands for `repeat` that many times, where a file would only grow
 * by writing it out (docs/vectors/README.md).
 */
export function repeated(repeat: string, times: number): { repeat: string; times: number } {
  return { repeat, times };
}

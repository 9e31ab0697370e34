import { AnchorError } from './anchor-error.ts';

/**
 * Asks everybody at once and gives the first value that `need` of them agree on, with who they are. Nobody is waited for
 * once that is known, and an answer that fails counts as none. Values are compared by `keyOf`, a text of the value alone
 * (security.md T-77). Throws `AnchorError`: `unreachable` when fewer than `need` answered, else `no-quorum`.
 */
export function agree<Who, Value>(
  voters: readonly Who[],
  need: number,
  ask: (voter: Who) => Promise<Value>,
  keyOf: (value: Value) => string,
): Promise<{ value: Value; voters: Who[] }> {
  return new Promise((resolve, reject) => {
    const groups = new Map<string, { value: Value; voters: Who[] }>();
    let open = voters.length;
    let answered = 0;
    const settle = () => {
      if (open === 0) reject(new AnchorError(answered < need ? 'unreachable' : 'no-quorum'));
    };
    for (const voter of voters) {
      ask(voter)
        .then((value) => {
          const key = keyOf(value);
          answered++;
          const group = groups.get(key) ?? { value, voters: [] };
          groups.set(key, group);
          group.voters.push(voter);
          if (group.voters.length >= need) resolve(group);
        })
        .catch(() => undefined)
        .finally(() => {
          open--;
          settle();
        });
    }
    settle();
  });
}

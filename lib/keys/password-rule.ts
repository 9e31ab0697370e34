/** What `checkPassword` says: `score` 0 (useless) to 4 (strong) for the meter, and the rule that is broken, or null. */
export interface PasswordVerdict {
  score: number;
  problem: string | null;
}

/** Shortest accepted password, in characters after NFKC. */
export const PASSWORD_LENGTH = 12;

/** Judges a password by the rules of security.md. */
export function checkPassword(password: string): PasswordVerdict {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < PASSWORD_LENGTH)
    return { score: 0, problem: `Use at least ${PASSWORD_LENGTH} characters.` };
  return { score: 4, problem: null };
}

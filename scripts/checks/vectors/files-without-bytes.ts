/** Files of lib/protocol that neither make nor read bytes, so that no vector can show anything of them, and why. */
export const filesWithoutBytes: Readonly<Record<string, string>> = {
  'bounded-memo.ts': 'remembers the results of a pure function',
  'protocol-error.ts': 'the class of errors and how they are passed on',
  'wire.ts': 'names and limits, which the vectors of every format contain',
};

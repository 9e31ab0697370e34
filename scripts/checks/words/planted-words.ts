import type { UsedWords } from './used-words.ts';

const use = (key: string, given: number | null, ...others: string[]): UsedWords => ({
  keys: [key, ...others],
  given,
  place: `planted.tsx:${key}`,
});

/** A catalogue and uses of it with one fault of each kind, and what must be said of them; everything else is sound. */
export const plantedWords: { catalogue: ReadonlyMap<string, string>; uses: UsedWords[]; refused: string[] } =
  {
    catalogue: new Map([
      ['sound', '$1 of $2'],
      ['plain', 'Back'],
      ['named', 'Next'],
      ['either', 'Held by $1'],
      ['other', 'Not held'],
      ['forgotten', 'Nobody says this'],
      ['tooFew', '$1 and $2'],
      ['tooMany', 'Nothing to fill in'],
      ['unfilled', 'Hello $1'],
      ['gap', 'Only $2'],
    ]),
    uses: [
      use('sound', 2),
      use('plain', 0),
      use('named', null),
      use('either', 1, 'other'),
      use('gone', 0),
      use('tooFew', 1),
      use('tooMany', 1),
      use('unfilled', null),
      use('gap', 2),
    ],
    refused: [
      'planted.tsx:gone: there is no sentence "gone"',
      'planted.tsx:tooFew: "tooFew" has places for 2 values, and is given 1',
      'planted.tsx:tooMany: "tooMany" has places for 0 values, and is given 1',
      'the sentence "forgotten" is used nowhere',
      'nobody fills in $1 of "unfilled"',
      '"gap" has a $2 and no $1',
    ],
  };

import { beginOf, endOf } from '../../generated/markers.ts';

const section = (name: string, lines: readonly string[]) => [beginOf(name), '', ...lines, '', endOf(name)];

const head = ['| limit | value |', '|---|---|'];
const sound = [...head, '| A tag | 256 |', '| A note | 280 |'];

/** Documents with one fault each beside a sound section, what was made of the code, and how the fault must be named. */
export const plantedDifferences: readonly { text: string; made: Record<string, string>; refused: string }[] =
  [
    {
      text: section('limits', [...head, '| A tag | 265 |', '| A note | 280 |']).join('\n'),
      made: { limits: sound.join('\n') },
      refused: 'planted:5: says: | A tag | 265 |\n  the code says: | A tag | 256 |',
    },
    {
      text: section('limits', sound.slice(0, -1)).join('\n'),
      made: { limits: sound.join('\n') },
      refused: 'planted:6: says: \n  the code says: | A note | 280 |',
    },
    {
      text: section('limits', [...sound, '| A wish | 1 |']).join('\n'),
      made: { limits: sound.join('\n') },
      refused: 'planted:7: says: | A wish | 1 |\n  the code says: ',
    },
    {
      text: section('limits', sound).join('\n'),
      made: { limits: sound.join('\n'), errors: sound.join('\n') },
      refused: 'planted: the section "errors" stands there 0 times',
    },
    {
      text: [...section('limits', sound), ...section('limits', sound)].join('\n'),
      made: { limits: sound.join('\n') },
      refused: 'planted: the section "limits" stands there 2 times',
    },
    {
      text: [...section('limits', sound), ...section('wishes', sound)].join('\n'),
      made: { limits: sound.join('\n') },
      refused: 'planted:9: nothing makes the section "wishes"',
    },
    {
      text: section('limits', sound).slice(0, -1).join('\n'),
      made: { limits: sound.join('\n') },
      refused: 'planted:1: the section "limits" has no end',
    },
  ];

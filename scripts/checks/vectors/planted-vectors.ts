const sound = (format: string, changes: object = {}) =>
  JSON.stringify({ format, modules: ['lib/protocol/covered.ts'], accept: [{}], refuse: [{}], ...changes });

/** A tree with one fault of each kind, and what must be said of it; everything else in it is sound. */
export const plantedVectors = {
  files: {
    'lib/protocol/covered.ts': '',
    'lib/protocol/forgotten.ts': '',
    'lib/protocol/excused.ts': '',
    'lib/protocol/excused-and-named.ts': '',
    'docs/protocol.md': ['sound', 'noted', 'named', 'lost', 'nothing', 'silent', 'bare', 'copied', 'broken']
      .map((format) => `[${format}](vectors/${format}.json)`)
      .join(' '),
    'docs/vectors/README.md': '',
    'docs/vectors/unlisted.json': sound('unlisted'),
    'docs/vectors/sound.json': sound('sound'),
    'docs/vectors/noted.json': sound('noted', { refuse: [], refuse_note: 'A function of any bytes.' }),
    'docs/vectors/named.json': sound('named', { modules: ['lib/protocol/excused-and-named.ts'] }),
    'docs/vectors/lost.json': sound('lost', { modules: ['lib/protocol/gone.ts'] }),
    'docs/vectors/nothing.json': sound('nothing', { accept: [] }),
    'docs/vectors/silent.json': sound('silent', { refuse: [] }),
    'docs/vectors/bare.json': sound('bare', { modules: [] }),
    'docs/vectors/copied.json': sound('sound'),
    'docs/vectors/broken.json': '{',
  },
  withoutBytes: { 'excused.ts': 'types', 'excused-and-named.ts': 'types', 'moved-away.ts': 'types' },
  refused: [
    'lib/protocol/forgotten.ts is in the modules of no docs/vectors/*.json',
    'lib/protocol/excused-and-named.ts has vectors, and is excused from having any',
    'lib/protocol/moved-away.ts is excused, and is not there',
    'docs/vectors/lost.json names lib/protocol/gone.ts, which is not there',
    'docs/vectors/nothing.json accepts nothing',
    'docs/vectors/silent.json refuses nothing and does not say why',
    'docs/vectors/bare.json names no module',
    'docs/vectors/copied.json names another format',
    'docs/vectors/broken.json is no JSON object',
    'docs/vectors/unlisted.json is in the list of no document',
  ],
};

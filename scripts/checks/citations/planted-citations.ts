/**
 * A small tree in which everything that the check looks for is broken once. `refused` holds, for each, the beginning of
 * what must be said about it; `sound.md` cites only what is there and must not be named.
 */
export const plantedCitations: { files: Record<string, string>; refused: string[] } = {
  files: {
    'docs/protocol.md': '# Protocol\n\n## 1. Encodings\n\n### 1.2 Time\n\n## Limits\n',
    'docs/security.md': '# Security\n\n| id | what |\n|---|---|\n| T-01 | a row |\n',
    'sound.md':
      'See `protocol.md` §1, §1.2, protocol.md *Limits*, T-01, RFC 8032 §5.1, [it](docs/protocol.md#12-time), `docs/protocol.md`.\n',
    'lib/document.ts': '/** As gone.md says. */\n',
    'lib/section.ts': '/** Whole seconds (protocol.md §1 and §7). */\n',
    'lib/subsection.ts': '/** Whole seconds (`protocol.md` §1.3). */\n',
    'lib/heading.ts': '/** At most five (protocol.md *Numbers*). */\n',
    'lib/row.ts': '/** Never twice (security.md T-01, T-02). */\n',
    'lib/nothing.ts': '/** Whole seconds (§1). */\n',
    'link.md': 'See [the rest](docs/rest.png).\n',
    'anchor.md': 'See [the rest](docs/protocol.md#the-rest).\n',
    'path.md': 'It stands in `lib/{row,gone}.ts`.\n',
  },
  refused: [
    'lib/document.ts:1: gone.md',
    'lib/section.ts:1: docs/protocol.md has no section 7',
    'lib/subsection.ts:1: docs/protocol.md has no section 1.3',
    'lib/heading.ts:1: docs/protocol.md has no heading "Numbers"',
    'lib/row.ts:1: no row T-02',
    'lib/nothing.ts:1: §1 of no document',
    'link.md:1: the link to docs/rest.png',
    'anchor.md:1: docs/protocol.md has no heading for #the-rest',
    'path.md:1: lib/gone.ts',
  ],
};

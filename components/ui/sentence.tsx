import { type ComponentChildren, Fragment, type JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import type { MessageKey } from '../text/translate.ts';

const MARK = /\u0001(\d)\u0001/;

/** A sentence of the locale with elements in place of `$1`, `$2` …, in whatever order the language wants them. */
export function Sentence({ of, with: parts }: { of: MessageKey; with: ComponentChildren[] }): JSX.Element {
  const { t } = useCompanion();
  const pieces = t(of, ...parts.map((_, index) => `\u0001${index}\u0001`)).split(MARK);
  return (
    <>
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never move.
        <Fragment key={index}>{index % 2 === 0 ? piece : parts[Number(piece)]}</Fragment>
      ))}
    </>
  );
}

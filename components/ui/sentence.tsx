import { type ComponentChildren, Fragment, type JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import type { MessageKey } from '../text/translate.ts';

/** A private-use character around the place of an element: no sentence of a locale has it. */
const FENCE = '\uE000';
const MARK = new RegExp(`${FENCE}(\\d)${FENCE}`);

/** A sentence of the locale with elements in place of `$1`, `$2` …, in whatever order the language wants them. */
export function Sentence({ of, with: parts }: { of: MessageKey; with: ComponentChildren[] }): JSX.Element {
  const { t } = useCompanion();
  const pieces = t(of, ...parts.map((_, index) => `${FENCE}${index}${FENCE}`)).split(MARK);
  return (
    <>
      {pieces.map((piece, index) => (
        <Fragment key={index}>{index % 2 === 0 ? piece : parts[Number(piece)]}</Fragment>
      ))}
    </>
  );
}

import { Fragment, type JSX } from 'preact';

/** A sentence in which `whole` (a short address) is not broken over two lines. */
export function NoBreak({ text, whole }: { text: string; whole: string }): JSX.Element {
  if (whole === '') return <>{text}</>;
  return (
    <>
      {text.split(whole).map((piece, index) => (
        <Fragment key={index}>
          {index === 0 ? null : <span class="nowrap">{whole}</span>}
          {piece}
        </Fragment>
      ))}
    </>
  );
}

import type { JSX } from 'preact';

/** The 24 words, numbered, in reading order. */
export function WordGrid({ words }: { words: string[] }): JSX.Element {
  return (
    <ol class="words" data-testid="words">
      {words.map((word, index) => (
        <li key={index} class="word" data-word={word}>
          <span class="word-number" aria-hidden="true">
            {index + 1}
          </span>
          <span class="word-text">{word}</span>
        </li>
      ))}
    </ol>
  );
}

const PREFIX = 'decentrl:';

/**
 * Gives the scripts of both worlds the same random name (122 bits), at document_start, before any script of the page runs:
 * whichever comes first leaves it in `window.status`, a text without effect that both see, and the other takes it away.
 * Events between the worlds would do as well, at more than all the relay costs every page now (performance.md P3).
 */
export function shareName(): string {
  const left = window.status;
  if (left.startsWith(PREFIX)) {
    window.status = '';
    return left;
  }
  const name = `${PREFIX}${crypto.randomUUID()}`;
  window.status = name;
  return name;
}

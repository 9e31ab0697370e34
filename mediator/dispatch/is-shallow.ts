const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Tells whether a JSON text nests at most `depth` containers, without parsing it: parsing 130,000 nested arrays in a body of
 * 256 KiB takes a tenth of a second, counting their brackets a thousandth (T-51). Says nothing about whether it is JSON.
 */
export function isShallow(text: string, depth: number): boolean {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case 0x5b:
      case 0x7b:
        if (++open > depth) return false;
        break;
      case 0x5d:
      case 0x7d:
        open--;
    }
  }
  return true;
}

/** Where the string that begins at `start` ends: nearly all of a command is inside strings, so they are skipped natively. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

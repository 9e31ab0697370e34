const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;

function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / 700) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + 38));
}

function digit(code: number): number {
  if (code >= 97 && code <= 122) return code - 97;
  if (code >= 48 && code <= 57) return code - 22;
  return BASE;
}

/** Decodes one punycode label (RFC 3492), `xn--…`, for showing beside the ASCII form; anything else, or a broken one, comes back as it was. */
export function toUnicode(label: string): string {
  if (!label.startsWith('xn--') || label === 'xn--') return label;
  const text = label.slice(4);
  const split = text.lastIndexOf('-');
  const output = split > 0 ? [...text.slice(0, split)].map((c) => c.charCodeAt(0)) : [];
  let [code, at, bias] = [128, 0, 72];
  for (let index = split > 0 ? split + 1 : 0; index < text.length; ) {
    const before = at;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const value = digit(text.charCodeAt(index++));
      if (!(value < BASE)) return label;
      at += value * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (value < threshold) break;
      weight *= BASE - threshold;
      if (at > 0x10ffff * 64) return label;
    }
    const points = output.length + 1;
    bias = adapt(at - before, points, before === 0);
    code += Math.floor(at / points);
    at %= points;
    if (code > 0x10ffff) return label;
    output.splice(at++, 0, code);
  }
  return String.fromCodePoint(...output);
}

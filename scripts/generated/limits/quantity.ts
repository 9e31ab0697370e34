const SIZES = [
  [1_024 ** 3, 'GiB'],
  [1_024 ** 2, 'MiB'],
  [1_024, 'KiB'],
] as const;
const TIMES = [
  [86_400_000, 'day'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** Where a unit stands: at the end of a name, or at the beginning of a docstring. */
const UNITS: readonly { named: RegExp; said: RegExp; unit: string; short(value: number): string }[] = [
  { named: /(_ms|Ms|_MS)$/, said: /^Milliseconds\b/, unit: 'ms', short: time },
  {
    named: /(_seconds|Seconds|_SECONDS)$/,
    said: /^Seconds\b/,
    unit: 's',
    short: (value) => time(value * 1_000),
  },
  { named: /(_bytes|Bytes|_BYTES)$/, said: /^Bytes\b/, unit: 'bytes', short: bytes },
  { named: /Length$/, said: /^Characters\b/, unit: 'characters', short: () => '' },
  { named: /CodePoints$/, said: /^Code points\b/, unit: 'code points', short: () => '' },
];

/** A number with its unit, by name and docstring: `2,592,000 s (30 days)`; one that has no unit is a number. */
export function quantity(name: string, docstring: string, value: number): string {
  // What a docstring says counts more than a name.
  const by = UNITS.find(({ said }) => said.test(docstring)) ?? UNITS.find(({ named }) => named.test(name));
  if (by === undefined) return inDigits(value);
  const short = by.short(value);
  // How a constant of the code counts its milliseconds is nobody's business.
  if (short !== '' && /_MS$/.test(name)) return short;
  const exact = `${inDigits(value)} ${by.unit}`;
  return short === '' || short === exact ? exact : `${exact} (${short})`;
}

/** A number as people write it: `10,000`. */
function inDigits(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 20 });
}

/** The largest unit in which it is whole, or seconds; empty for what is no time that passes. */
function time(ms: number): string {
  if (ms > 100 * 365 * 86_400_000 || ms < 1_000) return '';
  const [unit, name] = TIMES.find(([length]) => ms % length === 0) ?? [1_000, 's'];
  const count = ms / unit;
  return `${inDigits(count)} ${name === 'day' && count !== 1 ? 'days' : name}`;
}

function bytes(value: number): string {
  const [unit, name] = SIZES.find(([size]) => value >= size && value % (size / 2) === 0) ?? [];
  return unit === undefined ? '' : `${inDigits(value / unit)} ${name}`;
}

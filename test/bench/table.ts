import type { Figure } from './figure.ts';

const number = (value: number | null) =>
  value === null
    ? '–'
    : Math.abs(value) >= 100
      ? Math.round(value).toLocaleString('en')
      : String(Number(value.toPrecision(3)));

/** The figures as a Markdown table, one row a figure, for the terminal and for `BENCHMARKS.md`. */
export function table(figures: readonly Figure[]): string {
  const header = ['id', 'what', 'figure', 'beside', 'its figure', 'ratio', 'goal', 'met', 'note'];
  const rows = figures.map((f) => [
    f.id,
    f.what,
    `${number(f.value)} ${f.unit}`,
    f.beside ?? '–',
    f.besideValue === null ? '–' : `${number(f.besideValue)} ${f.unit}`,
    f.ratio === null ? '–' : f.ratio.toFixed(2),
    f.goal,
    f.met === null ? '–' : f.met ? 'yes' : '**no**',
    f.note,
  ]);
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

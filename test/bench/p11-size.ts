import { measureSizes } from '../../scripts/checks/measure-sizes.ts';
import type { Figure } from './figure.ts';

/** P11: what a person downloads and what each part weighs, from the built folders and zips of `npm run zip`. */
export async function p11Size(outputRoot: string): Promise<Figure[]> {
  return (await measureSizes(outputRoot)).map(({ what, bytes, limit }) => ({
    id: 'P11',
    what,
    value: bytes / 1000,
    unit: 'kB',
    beside: null,
    besideValue: null,
    ratio: null,
    goal: `≤ ${limit / 1000} kB`,
    met: bytes <= limit,
    note: '',
  }));
}

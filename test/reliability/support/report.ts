/** One line of figures of a run, for the log of CI: what was run, at which size, and what came out. */
export function report(run: string, figures: Record<string, number | string | boolean>): void {
  const text = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  console.log(`${run}: ${text.join(', ')}`);
}

/** One row of the table that `npm run bench` prints: a figure, what it is measured beside in the same run, and the goal. */
export interface Figure {
  /** Id of `performance.md`, such as `P7`. */
  id: string;
  what: string;
  value: number;
  unit: string;
  /** Name of the floor or peer measured in the same run, null where the goal is absolute. */
  beside: string | null;
  besideValue: number | null;
  /** `value` against `besideValue`, the way round the goal is stated. */
  ratio: number | null;
  goal: string;
  /** Null where no goal is stated. */
  met: boolean | null;
  /** Overrides, spreads and whatever a reader must know to trust the row. */
  note: string;
}

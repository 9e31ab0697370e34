/** One thing that must hold. `run` returns what is wrong, one sentence each; none is good. */
export interface Check {
  name: string;
  run(): Promise<string[]>;
  /** What was looked at and counted, once it ran. */
  summary?(): string;
}

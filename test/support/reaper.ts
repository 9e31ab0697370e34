/** Kills a worker at its k-th step: from then on every step of it fails, until it is started again. */
export class Reaper {
  private left = Number.POSITIVE_INFINITY;
  private dead = false;
  /** For `NodeCompanionOptions.step`. */
  readonly step = (): void => {
    if (this.dead || this.left-- <= 0) {
      this.dead = true;
      throw new DOMException('the worker was killed', 'AbortError');
    }
  };
  /** The next worker dies at its step `k`, counted from 0. */
  killAt(k: number): void {
    this.left = k;
  }
  get killed(): boolean {
    return this.dead;
  }
  /** The next worker lives; tells whether the last one was killed. */
  reset(): boolean {
    const { dead } = this;
    this.left = Number.POSITIVE_INFINITY;
    this.dead = false;
    return dead;
  }
}

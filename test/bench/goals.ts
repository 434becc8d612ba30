// What we want to reach. In: one figure after the other. Out: a table of goals with what was measured. Invariant: a goal
// that was not measured is not in the table, and none is changed by the figures.

export class Goals {
  private readonly rows: { readonly goal: string; readonly measured: string; readonly met: boolean }[] = [];

  /** @param limit what `value` may be at most */
  atMost(goal: string, value: number, limit: number, unit = '×'): void {
    this.rows.push({ goal: `${goal} ≤ ${limit} ${unit}`, measured: `${shown(value)} ${unit}`, met: value <= limit });
  }

  /** @param limit what `value` must be at least */
  atLeast(goal: string, value: number, limit: number, unit = '×'): void {
    this.rows.push({ goal: `${goal} ≥ ${limit} ${unit}`, measured: `${shown(value)} ${unit}`, met: value >= limit });
  }

  print(): void {
    const width = Math.max(...this.rows.map((row) => row.goal.length)) + 2;
    const met = this.rows.filter((row) => row.met).length;
    console.log(`\nGoals: ${met} of ${this.rows.length} met`);
    for (const { goal, measured, met: isMet } of this.rows) {
      console.log(`  ${goal.padEnd(width)}${measured.padStart(12)}  ${isMet ? 'met' : 'NOT MET'}`);
    }
  }
}

export function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

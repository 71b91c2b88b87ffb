/** Ticks from 0 to the first round number at or above the largest value: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(largest: number, most = 4): number[] {
  const rough = Math.max(largest, Number.MIN_VALUE) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  const step = largest <= most && Number.isInteger(largest) ? 1 : factor * power;
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Short and exact enough for an axis: `1200` → `1.2k`, `3000000` → `3M`. */
export function shortNumber(value: number): string {
  const scales: [number, string][] = [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  const [divisor, suffix] = scales.find(([least]) => value >= least) ?? [1, ''];
  return `${Number((value / divisor).toPrecision(3))}${suffix}`;
}

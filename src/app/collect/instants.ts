/** Whether an instant lies before another, however many decimals either has. */
export function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b);
}

export function earliest(instants: readonly string[]): string | undefined {
  return instants.reduce<string | undefined>(
    (first, instant) => (first === undefined || isBefore(instant, first) ? instant : first),
    undefined,
  );
}

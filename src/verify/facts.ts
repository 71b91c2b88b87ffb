import type { Fact } from '../core/report.ts';
import { findQuantities, type Quantity } from '../core/text/quantities.ts';
import type { VerifyTools } from './evidence.ts';

/** The figures and known names of a text, in order; a range gives its two ends. */
export function factsOf(text: string, { names, today }: Pick<VerifyTools, 'names' | 'today'>): Fact[] {
  const figures = findQuantities(text, { today }).flatMap((quantity) =>
    toFacts(quantity).map((fact) => ({ fact, start: quantity.start })),
  );
  const named = names(text).map((hit) => ({
    fact: { kind: 'name', value: hit.id, raw: hit.raw } as Fact,
    start: hit.start,
  }));
  return [...figures, ...named].sort((a, b) => a.start - b.start).map((entry) => entry.fact);
}

function toFacts({ kind, value, unit, raw, high }: Quantity): Fact[] {
  const fact: Fact = unit ? { kind, value, unit, raw } : { kind, value, raw };
  return high === undefined ? [fact] : [fact, { ...fact, value: high }];
}

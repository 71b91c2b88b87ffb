import type { CloudRequest } from '../core/cloud.ts';
import type { DrawableWord } from './words.ts';

export interface Group {
  id: string;
  label?: string;
}

/**
 * The groups that get a zone and a colour: those the request names, in its order, then others by weight;
 * no more than there are colours, and only where a word belongs to them.
 */
export function listGroups(
  request: Pick<CloudRequest, 'groups'>,
  words: readonly DrawableWord[],
  most: number,
): Group[] {
  const weights = groupWeights(words);
  const named = (request.groups ?? []).filter(({ id }) => weights.has(id));
  const names = new Set(named.map(({ id }) => id));
  const others = [...weights.keys()].filter((id) => !names.has(id)).map((id) => ({ id }));
  const heaviestFirst = [...named, ...others].sort((a, b) => compareWeights(weights, a.id, b.id));
  const chosen = new Set(heaviestFirst.slice(0, most).map(({ id }) => id));
  return [...named, ...others.sort((a, b) => compareWeights(weights, a.id, b.id))].filter(({ id }) =>
    chosen.has(id),
  );
}

function groupWeights(words: readonly DrawableWord[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { group, weight } of words) {
    if (group !== undefined) weights.set(group, (weights.get(group) ?? 0) + weight);
  }
  return weights;
}

function compareWeights(weights: Map<string, number>, a: string, b: string): number {
  return (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || (a < b ? -1 : 1);
}

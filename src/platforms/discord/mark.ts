import { createHash } from 'node:crypto';
import { type APIMessage, type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import type { Part } from './render.ts';

/**
 * A part carries the key under which it was sent, so that it is found again in its channel: Discord tells a nonce
 * when a message is made and never again. Readers see nothing of it: it is the number of the outer component, or
 * the address of an embed that has no title to follow it from.
 */
export function withMark(part: Part, nonce: string): Part {
  const [outer, ...components] = part.components;
  if (outer?.type === ComponentType.Container) {
    return { ...part, components: [{ ...outer, id: markNumber(nonce) }, ...components] };
  }
  const [lead, ...embeds] = part.embeds ?? [];
  return lead ? { ...part, embeds: [{ ...lead, url: markAddress(nonce) }, ...embeds] } : part;
}

export function carriesMark(
  { components, embeds }: Pick<APIMessage, 'components' | 'embeds'>,
  nonce: string,
): boolean {
  const outer: APIMessageTopLevelComponent | undefined = components?.[0];
  if (outer?.type === ComponentType.Container) return outer.id === markNumber(nonce);
  return embeds[0]?.url === markAddress(nonce);
}

/** Above the numbers that Discord gives to components without one, within its 32 bits with a sign. */
function markNumber(nonce: string): number {
  const hash = createHash('sha256').update(nonce).digest().readUInt32BE();
  return 1_000_000 + (hash % 2_000_000_000);
}

function markAddress(nonce: string): string {
  return `https://discord.com/#${encodeURIComponent(nonce)}`;
}

import { toReason } from '../core/errors.ts';
import type { Store } from '../ports.ts';

/** Why an edition's subscribed digests could not be composed. */
export interface Trouble {
  at: string;
  reason: string;
}

export async function findTrouble(
  store: Pick<Store, 'getValue'>,
  edition: string,
): Promise<Trouble | undefined> {
  const text = await store.getValue(troubleKey(edition));
  return text ? JSON.parse(text) : undefined;
}

export async function noteTrouble(
  store: Pick<Store, 'setValue'>,
  edition: string,
  error: unknown,
  at: string,
): Promise<void> {
  const trouble: Trouble = { at, reason: toReason(error) };
  await store.setValue(troubleKey(edition), JSON.stringify(trouble));
}

export async function clearTrouble(
  store: Pick<Store, 'getValue' | 'setValue'>,
  edition: string,
): Promise<void> {
  if (await store.getValue(troubleKey(edition))) await store.setValue(troubleKey(edition), '');
}

function troubleKey(edition: string): string {
  return `delivery-trouble:${edition}`;
}

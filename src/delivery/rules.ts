import { type Delivery, type DeliveryState, deliveryStates } from '../core/delivery.ts';

/**
 * What a row may become. `pending` again only when a repeat is safe; whatever ended stays as it ended, so that
 * sent + failed + unknown + skipped = due holds for good.
 */
const nextStates: Record<DeliveryState, readonly DeliveryState[]> = {
  pending: ['pending', 'sending', 'failed', 'skipped'],
  sending: ['pending', 'sent', 'failed', 'unknown'],
  sent: [],
  failed: [],
  unknown: [],
  skipped: [],
};

/** What a row may be when it is planned. */
export const firstStates: readonly DeliveryState[] = ['pending', 'skipped'];

/** Nothing follows. */
export const endStates: readonly DeliveryState[] = deliveryStates.filter(
  (state) => nextStates[state].length === 0,
);

export function mayFollow(from: DeliveryState, to: DeliveryState): boolean {
  return nextStates[from].includes(to);
}

/** Throws for a step that the ledger does not know: a fault of ours, and nothing is written. */
export function checkStep(from: Delivery, to: Delivery): void {
  if (from.id !== to.id) throw new Error(`delivery ${from.id} cannot become ${to.id}`);
  if (!mayFollow(from.state, to.state)) {
    throw new Error(`delivery ${from.id} is ${from.state} and cannot become ${to.state}`);
  }
}

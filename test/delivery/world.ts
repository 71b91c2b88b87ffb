import type { Delivery, PlatformName, Subscription } from '../../src/core/delivery.ts';
import { type Message, plainMessage } from '../../src/core/message.ts';
import type { DigestRequest } from '../../src/delivery/due.ts';
import type { ComposedMessage } from '../../src/delivery/frozen.ts';
import { createDelivery, type DeliveryLoop } from '../../src/delivery/index.ts';
import type { Outbox, Store } from '../../src/ports.ts';
import { openStore } from '../../src/stores/index.ts';
import { createFakeClock, type FakeClock } from '../fakes/clock.ts';
import { createFakeLog, type FakeLog } from '../fakes/log.ts';
import { createFakeOutbox, type FakeOutbox } from '../fakes/outbox.ts';

export const dueAt = '2026-01-02T00:00:00Z';

export interface World {
  store: Store;
  clock: FakeClock;
  outbox: FakeOutbox;
  log: FakeLog;
  delivery: DeliveryLoop;
  /** What was composed, in order. */
  requests: DigestRequest[];
  /** Another process over the same store; the first is left as a crash would leave it. */
  restart(more?: Partial<WorldOptions>): DeliveryLoop;
  rows(): Promise<Delivery[]>;
  subscription(id: string): Promise<Subscription | undefined>;
}

export interface WorldOptions {
  outbox: FakeOutbox;
  outboxes: Partial<Record<PlatformName, Outbox>>;
  compose: (request: DigestRequest) => Promise<ComposedMessage[]>;
  store: Store;
}

/** A delivery loop over a fresh store in memory, at 08:00 in Shanghai. */
export async function openWorld(options: Partial<WorldOptions> = {}): Promise<World> {
  const store = options.store ?? (await openStore('sqlite::memory:'));
  const clock = createFakeClock(dueAt);
  const log = createFakeLog('warn');
  const outbox = options.outbox ?? createFakeOutbox();
  const requests: DigestRequest[] = [];
  const start = (more: Partial<WorldOptions> = {}) => {
    const compose = more.compose ?? options.compose ?? (async (request) => [composed(request)]);
    return createDelivery({
      store,
      outboxes: more.outboxes ?? options.outboxes ?? { telegram: more.outbox ?? outbox },
      compose: async (request) => {
        requests.push(request);
        return compose(request);
      },
      clock,
      log: log.log,
    });
  };
  return {
    store,
    clock,
    outbox,
    log,
    requests,
    delivery: start(),
    restart: start,
    rows: () => store.findDeliveries({}),
    subscription: async (id) => (await store.findSubscriptions({})).find((found) => found.id === id),
  };
}

export function composed(request: DigestRequest, text = 'digest'): ComposedMessage {
  const late = request.late ? ` late for ${request.late}` : '';
  return { reportId: `r-${request.edition}-${request.language}`, message: toMessage(`${text}${late}`) };
}

function toMessage(text: string): Message {
  return { ...plainMessage(text), actions: [] };
}

/** How many rows are in which state. */
export function countStates(rows: readonly Delivery[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

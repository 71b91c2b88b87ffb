import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainMessage } from '../../src/core/message.ts';
import { createDelivery } from '../../src/delivery/index.ts';
import { openStore } from '../../src/stores/index.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeLog } from '../fakes/log.ts';
import { createFakeOutbox } from '../fakes/outbox.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';

/** Deliveries a second of one process over a SQLite file, to platforms that answer at once. */
export async function run(args: string[]): Promise<void> {
  const chats = Number(args[0] ?? 2000);
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const store = await openStore(`sqlite:${join(folder, 'store.db')}`);
  const outbox = createFakeOutbox();
  const clock = createFakeClock('2026-01-02T00:00:00Z');
  const delivery = createDelivery({
    store,
    outboxes: { discord: outbox, telegram: outbox },
    compose: async () => [{ reportId: 'r', message: plainMessage('a digest') }],
    clock,
    log: createFakeLog('warn').log,
  });
  for (let index = 0; index < chats; index++) {
    const platform = index % 2 === 0 ? 'discord' : 'telegram';
    await store.saveSubscription(subscriptionOf(`s${index}`, { chat: chatOf(`${index}`, platform) }));
  }
  const startedMs = performance.now();
  await delivery.tick();
  const seconds = (performance.now() - startedMs) / 1000;
  const perSecond = Math.round(outbox.sent.length / seconds);
  const idleMs = performance.now();
  await delivery.tick();
  const idle = (performance.now() - idleMs).toFixed(1);
  process.stdout.write(
    `${outbox.sent.length} deliveries in ${seconds.toFixed(2)} s: ${perSecond} a second; an idle tick ${idle} ms\n`,
  );
  await store.close();
  rmSync(folder, { recursive: true });
}

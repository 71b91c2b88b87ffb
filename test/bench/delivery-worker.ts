import { setTimeout as wait } from 'node:timers/promises';
import { plainMessage } from '../../src/core/message.ts';
import { createDelivery } from '../../src/delivery/index.ts';
import { openBullQueue } from '../../src/delivery/queues/bullmq.ts';
import { type BuildJob, type ChatJob, createSharedQueue } from '../../src/delivery/queues/shared.ts';
import { createLog } from '../../src/lib/log.ts';
import { openStore } from '../../src/stores/index.ts';
import { createFakeOutbox } from '../fakes/outbox.ts';

/** One worker process over Redis, to platforms that answer at once (or after `answerMs`) and set no pace. */
const [url = '', answerMs = '0'] = process.argv.slice(2);
const log = createLog({ level: 'error', secrets: [] });
const before = Number(answerMs) > 0 ? { before: () => wait(Number(answerMs)) } : {};
const [discord, telegram] = [createFakeOutbox(before), createFakeOutbox(before)];
const store = await openStore(url);
const queue = createSharedQueue({
  queues: {
    build: openBullQueue<BuildJob>('build', url, log),
    deliver: {
      discord: openBullQueue<ChatJob>('deliver-discord', url, log),
      telegram: openBullQueue<ChatJob>('deliver-telegram', url, log),
    },
  },
  works: true,
  buildEdition: async () => undefined,
});
const delivery = createDelivery({
  ...{ store, queue, log, outboxes: { discord, telegram } },
  compose: async () => [{ reportId: 'r', message: plainMessage('a digest') }],
  clock: { now: () => new Date().toISOString() },
});

process.on('message', async (message) => {
  if (message === 'count') process.send?.(discord.sent.length + telegram.sent.length);
  if (message !== 'stop') return;
  await delivery.stop();
  await store.close();
  process.exit(0);
});
process.on('disconnect', () => process.exit());
await wait(300);
process.send?.('ready');

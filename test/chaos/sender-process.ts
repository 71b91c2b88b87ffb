import { plainMessage } from '../../src/core/message.ts';
import { createDelivery } from '../../src/delivery/index.ts';
import { createLog } from '../../src/lib/log.ts';
import { createRest } from '../../src/platforms/discord/client.ts';
import { createOutbox as createDiscordOutbox } from '../../src/platforms/discord/outbox.ts';
import { createClient } from '../../src/platforms/telegram/client.ts';
import { createLanes } from '../../src/platforms/telegram/lanes.ts';
import { createOutbox as createTelegramOutbox } from '../../src/platforms/telegram/outbox.ts';
import { createSender } from '../../src/platforms/telegram/sender.ts';
import { openStore } from '../../src/stores/index.ts';

/** One life of the delivering half: real clients and outboxes over a real store, until it is killed. */
const [storeUrl = '', platformUrl = '', startedAt = ''] = process.argv.slice(2);
const born = performance.now();
const clock = { now: () => new Date(Date.parse(startedAt) + performance.now() - born).toISOString() };
const log = createLog({ level: 'silent', secrets: [] });
const token = `1:${'x'.repeat(35)}`;
const { api } = createClient(token, platformUrl);
const outboxes = {
  discord: createDiscordOutbox({
    rest: createRest({ token, apiUrl: `${platformUrl}/api` }),
    client: () => undefined,
    style: 'embeds',
    log,
  }),
  telegram: createTelegramOutbox({
    sender: createSender({ api, style: 'html', log }),
    targets: { inspect: async () => undefined } as never,
    lanes: createLanes(),
    pace: { betweenMs: 5, sameChatMs: 0, sameGroupMs: 0 },
    note: async () => undefined,
    stopping: new AbortController().signal,
  }),
};
const store = await openStore(storeUrl);
const compose = async () => [{ reportId: 'r', message: plainMessage('a digest') }];
const delivery = createDelivery({ store, outboxes, compose, clock, log });

process.on('disconnect', () => process.exit());
process.on('SIGTERM', async () => {
  await delivery.stop();
  await store.close();
  process.exit(0);
});
process.send?.('ready');
await delivery.tick();
process.send?.('done');

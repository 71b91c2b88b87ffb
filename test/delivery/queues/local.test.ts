import { createLocalQueue } from '../../../src/delivery/queues/local.ts';
import { openStore } from '../../../src/stores/index.ts';
import { deliveryQueueContract } from '../../contracts/delivery-queue.ts';
import { createFakeLog } from '../../fakes/log.ts';

const clock = { now: () => new Date().toISOString() };

deliveryQueueContract('local', async (outbox) => {
  const store = await openStore('sqlite::memory:');
  const planned: string[] = [];
  let owners = 0;
  const open = () =>
    createLocalQueue({
      ...{ store, clock, outboxes: { telegram: outbox }, log: createFakeLog().log },
      owner: `o${owners++}`,
      plan: async ({ key }) => void planned.push(key),
      compose: async () => undefined,
      findGroup: async () => undefined,
    });
  const queue = open();
  return {
    ...{ store, queue, planned },
    second: async () => open(),
    async close() {
      await queue.stop();
      await store.close();
    },
  };
});

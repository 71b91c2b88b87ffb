import { after, before, describe } from 'node:test';
import { openStore } from '../../../src/stores/index.ts';
import { storeContract } from '../../contracts/store.ts';
import { type RedisServer, redisProgram, startRedis } from '../../tools/redis-server.ts';
import { skipWithout } from '../../tools/services.ts';

describe('on a server of its own', { skip: skipWithout(redisProgram, 'redis-server') }, () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis();
  });
  after(() => server.close());

  storeContract('redis', async () => {
    await server.empty();
    let store = await openStore(server.url);
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await openStore(server.url);
        return store;
      },
      close: () => store.close(),
    };
  });
});

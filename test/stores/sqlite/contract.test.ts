import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../src/stores/index.ts';
import { openSqliteStore } from '../../../src/stores/sqlite/open.ts';
import { storeContract } from '../../contracts/store.ts';

storeContract('sqlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-store-'));
  const url = `sqlite:${join(folder, 'deep', 'store.db')}`;
  let store = await openStore(url);
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openStore(url);
      return store;
    },
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});

storeContract('sqlite in memory', async () => {
  const store = await openSqliteStore(':memory:');
  return { store, close: () => store.close() };
});

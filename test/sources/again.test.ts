import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { pino } from 'pino';
import { createSources } from '../../src/sources/index.ts';
import { openSqliteStore } from '../../src/stores/sqlite/open.ts';
import { requestOf, rowsOf } from '../contracts/source.ts';
import { type SourceServer, startSourceServer } from '../fakes/source-server.ts';

let server: SourceServer;
before(async () => {
  server = await startSourceServer();
});
after(() => server.close());

it('adds nothing to the store when every source is read again, with a cursor or without', async () => {
  await server.serve(rowsOf(120));
  const store = await openSqliteStore(':memory:');
  const tools = {
    configDir: '.',
    clock: { now: () => '2026-01-03T00:00:00.000Z' },
    log: pino({ level: 'silent' }),
    x: { bearerToken: 'bearer', apiUrl: server.url },
    bluesky: { apiUrl: server.url },
    pause: async () => {},
  };
  const open = () =>
    createSources(
      [
        { kind: 'x', name: 'list', list: '99' },
        { kind: 'x', name: 'search', search: 'ai' },
        { kind: 'bluesky', name: 'bluesky', author: 'ada.example' },
        { kind: 'feed', name: 'blog', url: `${server.url}/rss`, allowPrivate: true },
      ],
      tools,
    );
  const added: number[] = [];
  let cursors: Record<string, string | undefined> = {};
  for (const keepsCursors of [false, true, false]) {
    for (const source of open()) {
      const cursor = keepsCursors ? cursors[source.name] : undefined;
      const read = await source.collect(requestOf(cursor === undefined ? {} : { cursor }));
      cursors = { ...cursors, [source.name]: read.cursor };
      added.push((await store.savePosts('e', read.posts)).added);
    }
  }
  // The search finds the posts of the list: the same ids, so the same posts.
  assert.deepEqual(added, [120, 0, 120, 120, 0, 0, 0, 0, 0, 0, 0, 0]);
  await store.close();
});

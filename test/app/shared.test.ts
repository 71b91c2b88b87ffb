import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createReports } from '../../src/app/reports.ts';
import type { App } from '../../src/app.ts';
import { buildDay, dueBuilds } from '../../src/bot/editions.ts';
import { openStore } from '../../src/stores/index.ts';
import { openLeases } from '../../src/stores/leases.ts';
import { openFakeLine, postOf } from '../fakes/line.ts';
import { type RedisServer, redisProgram, startRedis } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';

const window = { firstDay: '2026-01-01', lastDay: '2026-01-01', timezone: 'Asia/Shanghai' };

describe('several processes on one store', { skip: skipWithout(redisProgram, 'redis-server') }, () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis();
  });
  after(() => server.close());
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });

  const openProcesses = async (count: number) => {
    await server.empty();
    const posts = [postOf('1', '2026-01-01T02:00:00.000Z', 'agents are busy')];
    return Promise.all(
      Array.from({ length: count }, async () => {
        const [store, leases] = await Promise.all([openStore(server.url), openLeases(server.url)]);
        opened.push(store, leases);
        return { ...(await openFakeLine({ store, posts })), leases };
      }),
    );
  };

  it('build a report once, however many are asked for it at once', async () => {
    const lines = await openProcesses(3);
    const want = { edition: lines[0]?.config.defaultEdition ?? '', language: 'en', window } as const;
    const reports = await Promise.all(lines.map((line) => createReports(line).digest(want)));
    assert.equal(lines.flatMap(({ runs }) => runs).length, 1);
    assert.equal(new Set(reports.map((report) => report?.id)).size, 1);
    assert.ok(reports[0]);
  });

  it('know of each other’s builds: a day that one built is due nowhere', async () => {
    const lines = await openProcesses(2);
    const [one, two] = lines;
    assert.ok(one && two);
    const [due] = await dueBuilds(one);
    assert.ok(due);
    assert.deepEqual(await dueBuilds(two), await dueBuilds(one));
    const app = { desk: { reports: createReports(one) } } as unknown as App;
    for (const build of await dueBuilds(one)) await buildDay(one, app, build);
    assert.deepEqual(await dueBuilds(two), []);
    const runs = one.runs.length;
    await buildDay(one, app, due);
    assert.equal(one.runs.length, runs);
  });
});

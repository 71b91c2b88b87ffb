import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../../src/core/errors.ts';
import { startHealthServer } from '../../src/lib/health-server.ts';

test('a process without a page tells a monitor how it is', async () => {
  let problems: string[] = [];
  const health = { live: () => problems, ready: async () => problems };
  const metrics = { type: 'text/plain; version=0.0.4', text: async () => 'some_figure 1\n' };
  const server = await startHealthServer({ host: '127.0.0.1', port: 0, health, metrics });
  const ask = async (path: string, headers = {}) => {
    const answer = await fetch(`${server.address}${path}`, { headers });
    return `${answer.status} ${await answer.text()}`;
  };
  assert.equal(await ask('/livez'), '200 ok');
  assert.equal(await ask('/readyz'), '200 ok');
  assert.equal(await ask('/metrics'), '200 some_figure 1\n');
  assert.match(await ask('/metrics', { 'x-forwarded-for': '1.2.3.4' }), /^404 /);
  assert.match(await ask('/'), /^404 /);
  problems = ['The store cannot be written.'];
  assert.equal(await ask('/readyz'), '503 The store cannot be written.\n');
  const port = Number(new URL(server.address).port);
  await assert.rejects(startHealthServer({ host: '127.0.0.1', port, health, metrics }), ConfigError);
  await server.close();
});

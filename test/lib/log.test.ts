import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { inRun } from '../../src/lib/log.ts';
import { createFakeLog } from '../fakes/log.ts';

test('all lines of one run carry one id, and two runs at once have two', async () => {
  const { log, lines } = createFakeLog();
  const work = (name: string) =>
    inRun(async () => {
      log.info({ name }, 'begun');
      await setImmediate();
      await inRun(async () => log.info({ name }, 'deeper'));
    });
  await Promise.all([work('a'), work('b')]);
  const ids = (name: string) => new Set(lines.filter((line) => line.name === name).map(({ run }) => run));
  assert.equal(ids('a').size, 1);
  assert.equal(ids('b').size, 1);
  assert.equal(ids('a').union(ids('b')).size, 2);
  assert.ok([...ids('a')].every((id) => typeof id === 'string'));
});

test('a line outside of any run has no id', () => {
  const { log, lines } = createFakeLog();
  log.info('alone');
  assert.equal(lines[0]?.run, undefined);
});

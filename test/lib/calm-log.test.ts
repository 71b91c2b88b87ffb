import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalmLog } from '../../src/lib/calm-log.ts';
import { createFakeLog } from '../fakes/log.ts';

test('what fails thousands of times a second is told once in a while, with the count of the rest', () => {
  const { log, lines } = createFakeLog('warn');
  let nowMs = 0;
  const calm = createCalmLog(log, () => nowMs);
  for (let count = 0; count < 17_668; count++) {
    nowMs += 3000 / 17_668;
    calm.warn({ queue: 'build' }, 'queue failed');
  }
  calm.warn({}, 'another text');
  assert.deepEqual(
    lines.map(({ msg }) => msg),
    ['queue failed', 'another text'],
  );
  nowMs += 5000;
  calm.warn({ queue: 'build' }, 'queue failed');
  assert.equal(lines[2]?.leftOut, 17_667);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSuccessorRule } from '../../src/lib/successor.ts';

test('a server that refuses writes is left once for all that it refused together', () => {
  let now = 0;
  const mustConnectAnew = createSuccessorRule(() => now);
  const refusal = new Error("READONLY You can't write against a read only replica.");
  assert.equal(mustConnectAnew(new Error('OOM command not allowed')), false);
  assert.deepEqual(
    [1, 2, 3].map(() => mustConnectAnew(refusal)),
    [true, false, false],
  );
  now = 1000;
  assert.equal(mustConnectAnew(refusal), true);
});

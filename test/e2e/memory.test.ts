import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthAfterFirst, simulateDays } from '../bench/memory.ts';

test('two simulated days after one of warm-up, with digests, answers and pages, leave less than 5 MB behind', async () => {
  const ends = await simulateDays({ days: 3, minutesAStep: 60, pagesAStep: 3 });
  const last = ends.at(-1);
  // Without the work that is simulated nothing would be proved.
  assert.ok(last && last.pages >= 400 && last.answers >= 30 && last.sent >= 35, JSON.stringify(ends));
  assert.ok(growthAfterFirst(ends) < 5e6, JSON.stringify(ends));
});

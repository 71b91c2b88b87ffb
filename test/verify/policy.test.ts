import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verified } from '../../src/core/draft.ts';
import { failures, fallbackReason, shouldFallBack, shouldRepair } from '../../src/verify/policy.ts';

const claim = { text: 'x', storyId: 's', cites: [], stance: 'fact' as const };

function verified(failed: number, repeated: number, checked: number): Pick<Verified, 'dropped' | 'checked'> {
  const failing = {
    claim,
    findings: [{ rule: 'figure', message: 'no cited post holds “3”', severity: 'fatal' as const }],
  };
  const repeat = {
    claim,
    findings: [{ rule: 'repeat', message: 'said before', severity: 'mended' as const }],
  };
  return { dropped: [...Array(failed).fill(failing), ...Array(repeated).fill(repeat)], checked };
}

test('claims with a fatal finding are failures, with their reasons; repeats are none', () => {
  assert.deepEqual(failures(verified(1, 3, 9)), [{ claim, reasons: ['no cited post holds “3”'] }]);
});

test('up to two in five failing is worth one repair, more is worth none', () => {
  assert.equal(shouldRepair(verified(0, 5, 10)), false);
  assert.equal(shouldRepair(verified(4, 0, 10)), true);
  assert.equal(shouldRepair(verified(5, 0, 10)), false);
  assert.equal(shouldFallBack(verified(5, 0, 10)), true);
  assert.equal(shouldFallBack(verified(4, 6, 10)), false);
});

test('an empty draft falls back, and the reason is one sentence', () => {
  assert.equal(shouldFallBack(verified(0, 0, 0)), true);
  assert.equal(fallbackReason(verified(0, 0, 0)), 'the draft held no claims');
  assert.equal(fallbackReason(verified(5, 1, 10)), '5 of 10 claims failed the check');
});

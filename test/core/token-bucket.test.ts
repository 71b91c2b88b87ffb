import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Bucket, refill, waitForToken } from '../../src/core/token-bucket.ts';

const rate = { burst: 3, perMinute: 3 };

test('a new asker has a full bucket', () => {
  assert.deepEqual(refill(undefined, rate, 5000), { tokens: 3, atMs: 5000 });
});

test('an empty bucket has a token after its share of a minute', () => {
  const bucket = refill({ tokens: 0, atMs: 0 }, rate, 0);
  assert.equal(waitForToken(bucket, rate), 20_000);
  assert.equal(waitForToken(refill(bucket, rate, 20_000), rate), 0);
});

test('a clock that goes back gives nothing, and takes nothing', () => {
  assert.deepEqual(refill({ tokens: 1, atMs: 60_000 }, rate, 0), { tokens: 1, atMs: 0 });
});

test('whenever one asks, no more get through than the burst and the rate allow', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 }), (pausesMs) => {
      let bucket: Bucket | undefined;
      let nowMs = 0;
      let taken = 0;
      for (const pauseMs of pausesMs) {
        nowMs += pauseMs;
        const found = refill(bucket, rate, nowMs);
        if (waitForToken(found, rate) > 0) continue;
        taken++;
        bucket = { ...found, tokens: found.tokens - 1 };
      }
      assert.ok(taken <= rate.burst + (nowMs / 60_000) * rate.perMinute + 1e-6);
    }),
  );
});

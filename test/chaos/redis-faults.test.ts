import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redisProgram } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';
import { brokenByFault } from './fault-run.ts';
import { type RedisFault, type RedisFaultPlan, redisFaults, runRedisFault } from './redis-faults.ts';

const skip = skipWithout(redisProgram, 'redis-server');

/** The same faults, shorter, with timeouts that are as much shorter. */
const short = {
  ...{ chats: 250, sendMs: 4, tickEveryMs: 400, patienceMs: 15_000 },
  patience: { commandTimeoutMs: 600, socketTimeoutMs: 1500 },
};
const lastsMs: Record<RedisFault, number> = {
  killed: 1200,
  frozen: 2500,
  readonly: 1200,
  'out of memory': 1200,
};

async function holds(plan: Pick<RedisFaultPlan, 'fault' | 'at'>): Promise<void> {
  const outcome = await runRedisFault({ ...short, ...plan, lastsMs: lastsMs[plan.fault] });
  assert.deepEqual(brokenByFault(outcome, 5000), []);
  // Without memory the server still changes rows that it has: what was planned goes out.
  const worksOn = plan.fault === 'out of memory' && plan.at === 'third';
  if (!worksOn)
    assert.match(outcome.reasons.join('\n'), /^The store failed: Redis (refuses|cannot be reached) /m);
}

for (const fault of redisFaults)
  test(
    `a fan-out over a Redis that is ${fault} for a while sends nothing undurable, nothing twice, and all of it`,
    {
      skip,
    },
    () => holds({ fault, at: 'third' }),
  );

for (const fault of ['frozen', 'out of memory'] as const)
  test(`a digest that is due while Redis is ${fault} goes out once that is over`, { skip }, () =>
    holds({ fault, at: 'start' }),
  );

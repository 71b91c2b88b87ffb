import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenByFault } from './fault-run.ts';
import { runSqliteFault, type SqliteFault, sqliteFaults, whyNot } from './sqlite-faults.ts';

const short = {
  ...{ chats: 60, sendMs: 20, tickEveryMs: 400, lastsMs: 1200, patienceMs: 15_000 },
  busyTimeoutMs: 100,
};

/** What the operator is told while it lasts, or when it is refused. */
const says: Record<SqliteFault, RegExp> = {
  'disk full': /^The store failed: the disk is full \(.*\)\.$/m,
  'at its size limit': /^The store failed: the disk (failed|is full) \(.*\)\.$/m,
  busy: /^The store failed: another process is writing \(.*\)\.$/m,
  'damaged in its journal':
    /^The journal .* is damaged: \d+ saved changes after byte \d+ cannot be read; nothing was changed\. /,
  'damaged in its pages': /^The database .* is damaged or cannot be read \(.*\); nothing was changed\. /,
  'damaged while it is open': /^The store failed: its file is damaged \(.*\)\.$/m,
};

for (const fault of sqliteFaults)
  test(`a fan-out over a database that is ${fault} for a while sends nothing undurable, nothing twice, and all of it`, {
    skip: whyNot(fault) ?? false,
  }, async () => {
    const at = fault === 'damaged while it is open' ? 'start' : 'third';
    const outcome = await runSqliteFault({ ...short, fault, at });
    assert.deepEqual(brokenByFault(outcome, 5000), []);
    assert.match([...outcome.reasons, ...outcome.refusals].join('\n'), says[fault]);
  });

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runPace } from './pace.ts';

// How near it comes to the limit, and that it never passes it, is a matter of time: `npm run chaos` measures it.
test('a fan-out at a bot’s own pace reaches every chat of platforms that refuse what comes too fast', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-pace-'));
  try {
    const { broken } = await runPace({ storeUrl: `sqlite:${join(folder, 'store.db')}`, chats: 90 });
    assert.deepEqual(broken, []);
  } finally {
    await rm(folder, { recursive: true });
  }
});

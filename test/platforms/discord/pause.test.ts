import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SendError } from '../../../src/core/errors.ts';
import { plainMessage } from '../../../src/core/message.ts';
import { createRest } from '../../../src/platforms/discord/client.ts';
import { createOutbox } from '../../../src/platforms/discord/outbox.ts';
import type { Outbox } from '../../../src/ports.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/client.ts';
import { ids, token } from '../../fakes/discord/world.ts';
import { createFakeLog } from '../../fakes/log.ts';

let discord: FakeDiscord;
before(async () => {
  discord = await startFakeDiscord();
});
after(() => discord.stop());

const log = createFakeLog('warn');

function open(mostInvalid?: number): Outbox {
  const rest = createRest({ token, apiUrl: discord.apiUrl });
  const parts = { rest, client: () => undefined, style: 'components', log: log.log } as const;
  return createOutbox({ ...parts, ...(mostInvalid && { mostInvalid }) });
}

async function failing(outbox: Outbox, id: string, key: string): Promise<SendError> {
  const [part] = outbox.render(plainMessage('Hello.'));
  const sending = outbox.send({ platform: 'discord', id }, part, key, new AbortController().signal);
  const error = await sending.catch((thrown: unknown) => thrown);
  assert.ok(error instanceof SendError, String(error));
  return error;
}

const requests = async () => (await discord.evidence()).requests.length;

test('a global 429 holds up every channel, without another request', async () => {
  const outbox = open();
  await discord.fault({
    method: 'POST',
    path: '/channels/',
    times: 1,
    kind: 'status',
    status: 429,
    body: { message: 'slow down', retry_after: 7, global: true },
    headers: { 'retry-after': '7', 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' },
  });
  assert.equal((await failing(outbox, ids.general, 'a')).outcome, 'rate-limited');
  const before = await requests();
  for (const id of [ids.general, ids.news, ids.thread]) {
    const error = await failing(outbox, id, `b-${id}`);
    assert.equal(error.outcome, 'rate-limited');
    assert.ok((error.retryAfterMs ?? 0) > 5_000 && (error.retryAfterMs ?? 0) <= 7_500);
  }
  assert.equal(await requests(), before);
});

test('too many refused requests stop all sends until their ten minutes are over, told once', async () => {
  // The client counts over the process: the 429 of the test before is one of them.
  const outbox = open(8);
  await discord.fault({
    method: 'POST',
    path: '/channels/',
    times: 50,
    kind: 'status',
    status: 403,
    body: { code: 50013, message: 'Missing Permissions' },
  });
  const outcomes: string[] = [];
  const before = await requests();
  for (let index = 0; index < 12; index++) {
    outcomes.push((await failing(outbox, index % 2 ? ids.general : ids.news, `k${index}`)).outcome);
  }
  assert.deepEqual(outcomes, [...Array(7).fill('forbidden'), ...Array(5).fill('rate-limited')]);
  assert.equal((await requests()) - before, 7);
  const error = await failing(outbox, ids.thread, 'last');
  assert.ok((error.retryAfterMs ?? 0) > 9 * 60_000 && (error.retryAfterMs ?? 0) <= 10 * 60_000);
  assert.equal(log.lines.filter(({ msg }) => String(msg).includes('too many requests')).length, 1);
});

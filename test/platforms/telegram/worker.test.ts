import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigError } from '../../../src/core/errors.ts';
import { plainMessage } from '../../../src/core/message.ts';
import { startFakeTelegram } from '../../fakes/telegram/index.ts';
import { chats, platformOn } from './tools.ts';

test('where nobody is met the outbox sends and nothing polls, registers commands or takes updates away', async () => {
  const fake = await startFakeTelegram();
  await fake.reset({ chats });
  const platform = platformOn(fake);
  await platform.startOutbox?.();
  const [part] = platform.outbox.render(plainMessage('Hello.'));
  const chat = { platform: 'telegram', id: '42' } as const;
  await platform.outbox.send(chat, part, 'k1', new AbortController().signal);
  await wait(200);
  const { polls, calls, menus } = await fake.look();
  assert.equal(polls.count, 0);
  assert.deepEqual(menus, {});
  assert.deepEqual(
    calls.map(({ method }) => method).filter((method) => /Webhook|Commands/.test(method)),
    [],
  );
  assert.equal((await fake.look()).sent.length, 1);
  await platform.stop();
  await fake.close();
});

test('an outbox learns at its start whether the server knows rich messages, so that all cut a digest alike', async () => {
  const fake = await startFakeTelegram();
  await fake.reset({ chats, unknownMethods: ['sendRichMessage'] });
  const platform = platformOn(fake);
  await platform.startOutbox?.();
  const [part] = platform.outbox.render(plainMessage('Hello.'));
  assert.equal((part as { kind: string }).kind, 'text');
  await platform.stop();
  await fake.close();
});

test('an outbox with a refused token does not start', async () => {
  const fake = await startFakeTelegram();
  const platform = platformOn(fake, { token: `1:${'x'.repeat(35)}` });
  await assert.rejects(async () => platform.startOutbox?.(), ConfigError);
  await platform.stop();
  await fake.close();
});

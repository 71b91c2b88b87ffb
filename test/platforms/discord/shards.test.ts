import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainMessage } from '../../../src/core/message.ts';
import { createLog } from '../../../src/lib/log.ts';
import { createDiscordPlatform } from '../../../src/platforms/discord/index.ts';
import { startFakeDiscord } from '../../fakes/discord/client.ts';
import { ids, token } from '../../fakes/discord/world.ts';
import { commands, openStage } from './stage.ts';

test('one process opens several connections to the gateway, and answers on whichever tells of the server', async () => {
  const stage = await openStage({ shards: { ids: [0, 1], count: 2 } });
  const { identifies } = await stage.discord.evidence();
  assert.deepEqual(
    identifies.map(({ shard }) => shard),
    [
      [0, 2],
      [1, 2],
    ],
  );
  const { messages } = await stage.discord.ask({ kind: 'command', command: 'help' });
  assert.equal(messages.length, 1);
  await stage.end();
});

test('a part of the connections can be opened', async () => {
  const stage = await openStage({ shards: { ids: [2], count: 4 } });
  assert.deepEqual(
    (await stage.discord.evidence()).identifies.map(({ shard }) => shard),
    [[2, 4]],
  );
  await stage.end();
});

test('the outbox sends where nobody is met: without any connection to the gateway', async () => {
  const discord = await startFakeDiscord();
  const { outbox, stop } = createDiscordPlatform({
    ...{ token, apiUrl: discord.apiUrl, commands },
    values: { getValue: async () => undefined, setValue: async () => undefined },
    log: createLog({ level: 'silent', secrets: [] }),
    clock: { now: () => new Date().toISOString() },
  });
  const [part] = outbox.render(plainMessage('Hello.'));
  const chat = { platform: 'discord', id: ids.general } as const;
  assert.ok((await outbox.send(chat, part, 'k1', new AbortController().signal)).messageId);
  const { identifies, messages } = await discord.evidence();
  assert.deepEqual([identifies.length, messages.length], [0, 1]);
  await stop();
  await discord.stop();
});

import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/client.ts';
import { token as discordToken, ids } from '../fakes/discord/world.ts';
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/index.ts';
import { ada, chats, group, pressed, said, token as telegramToken } from '../platforms/telegram/tools.ts';
import { start, waitForOutput } from '../tools/run.ts';

let dir: string;
let discord: FakeDiscord;
let telegram: FakeTelegram;
let bot: ChildProcess;
const log: string[] = [];

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-chat-'));
  discord = await startFakeDiscord();
  telegram = await startFakeTelegram();
  await telegram.reset({ chats });
  bot = await startBot();
});

after(async () => {
  await stopBot(bot);
  await discord.stop();
  await telegram.close();
  rmSync(dir, { recursive: true });
});

/** The real bot as a process, with both chat platforms on loopback. */
async function startBot(): Promise<ChildProcess> {
  const child = start('src/main.ts', [], {
    env: {
      PORT: '0',
      DATA_DIR: dir,
      DISCORD_TOKEN: discordToken,
      DISCORD_API_URL: discord.apiUrl,
      TELEGRAM_TOKEN: telegramToken,
      TELEGRAM_API_ROOT: telegram.apiRoot,
    },
  });
  child.stderr?.on('data', (chunk) => log.push(String(chunk)));
  await waitForOutput(child, /Ask on the page/);
  return child;
}

async function stopBot(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  const [code] = await once(child, 'close');
  assert.equal(code, 0, log.join(''));
}

const told = (body: unknown) => JSON.stringify(body);

test('on Discord /digest agents brings the topic with its picture, its sources and its buttons', async () => {
  const { seen, messages } = await discord.ask({
    kind: 'command',
    command: 'digest',
    options: { topic: 'agents' },
  });
  assert.equal(seen.late, undefined);
  const [message] = messages;
  assert.ok(message);
  assert.match(told(message.body), /AI agents/);
  assert.match(told(message.body), /https:\/\/posts\.example\//);
  assert.ok(message.files.some(({ contentType, size }) => contentType === 'image/png' && size > 5_000));
  assert.match(told(message.body), /v1\|digest 2025-12-27 en/);
});

test('on Discord a past date is answered in the language of the asker', async () => {
  const { messages } = await discord.ask({
    kind: 'command',
    command: 'digest',
    options: { date: '2025-12-20' },
    locale: 'zh-CN',
  });
  assert.match(told(messages[0]?.body), /2025-12-20/);
  assert.match(told(messages[0]?.body), /核心信息/);
});

test('on Discord topics and days complete while they are typed', async () => {
  const { seen } = await discord.ask({
    kind: 'autocomplete',
    command: 'digest',
    options: { topic: 'chi' },
    focused: 'topic',
  });
  assert.equal(seen.choices?.[0]?.value, 'chips');
});

test('on Telegram /digest with free words in any order brings the digest', async () => {
  await telegram.push(said('/digest 2025-12-27 markets', group, ada));
  const world = await telegram.until(
    ({ sent }) => sent.some((message) => told(message).includes('posts.example')),
    20_000,
  );
  assert.match(told(world.sent), /Markets|markets/);
});

test('a channel is subscribed with its next run, listed, and a button of before a restart still works', async () => {
  const { messages } = await discord.ask({
    kind: 'command',
    command: 'subscribe',
    options: { time: '08:30', timezone: 'Europe/Berlin', topics: 'markets' },
    userId: ids.manager,
  });
  const [answer] = messages;
  assert.match(told(answer?.body), /08:30/);
  assert.match(told(answer?.body), /Europe\/Berlin/);
  const [, unsubscribe = ''] = /"custom_id":"(v1\|unsubscribe[^"]*)"/.exec(told(answer?.body)) ?? [];
  assert.notEqual(unsubscribe, '', told(answer?.body));
  await stopBot(bot);
  bot = await startBot();
  const pressedOn = {
    kind: 'button',
    customId: unsubscribe,
    userId: ids.manager,
    messageId: answer?.id ?? '',
  } as const;
  const gone = await discord.ask(pressedOn);
  assert.match(told(gone.messages[0]?.body ?? gone.seen), /[Uu]nsubscrib|ended|no longer/);
});

test('somebody who may not manage the channel cannot subscribe it', async () => {
  const { messages } = await discord.ask({
    kind: 'command',
    command: 'subscribe',
    options: { time: '08:30' },
    userId: ids.member,
  });
  assert.match(told(messages[0]?.body), /manage|administrator/);
});

test('a button of an old message works on Telegram too', async () => {
  const former = (await telegram.look()).sent.length;
  await telegram.push(pressed('v1|digest 2025-12-26 en', group, ada));
  await telegram.until(
    ({ sent }) => sent.slice(former).some((message) => told(message).includes('2025-12-26')),
    20_000,
  );
});

test('neither token stands in any line of the log', () => {
  const text = log.join('');
  assert.doesNotMatch(text, new RegExp(discordToken.slice(10)));
  assert.doesNotMatch(text, new RegExp(telegramToken.slice(10)));
});

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ConfigError } from '../../../src/core/errors.ts';
import { plainMessage } from '../../../src/core/message.ts';
import { startFakeDiscord } from '../../fakes/discord/client.ts';
import { checkCommands } from '../../fakes/discord/validate.ts';
import { channels, guild, ids, roles, threads } from '../../fakes/discord/world.ts';
import { commands, openStage, type Stage } from './stage.ts';

async function open(context: TestContext, options: Parameters<typeof openStage>[0] = {}): Promise<Stage> {
  const discord = await startFakeDiscord();
  const stage = await openStage({ discord, ...options });
  context.after(async () => {
    await stage.platform.stop();
    await discord.stop();
  });
  return stage;
}

const registrations = async ({ discord }: Stage) =>
  (await discord.evidence()).requests.filter(({ method }) => method === 'PUT');

test('commands are registered by one PUT: localised, with their places and rights', async (context) => {
  const stage = await open(context);
  const [put, ...more] = await registrations(stage);
  assert.equal(more.length, 0);
  assert.equal(put?.status, 200);
  const registered = (await stage.discord.evidence()).commands;
  assert.equal(checkCommands(registered), undefined);
  const [digest, subscribe] = registered as unknown as Registered[];
  const names = { 'en-US': 'topic', 'en-GB': 'topic', 'zh-CN': '话题', 'zh-TW': '话题' };
  assert.deepEqual(digest?.options[0]?.name_localizations, names);
  assert.equal(digest?.options[0]?.autocomplete, true);
  assert.equal(digest?.description_localizations['zh-CN'], 'The digest of a day（中文）');
  assert.deepEqual(
    [digest?.contexts, digest?.integration_types],
    [
      [0, 1, 2],
      [0, 1],
    ],
  );
  assert.equal(digest?.default_member_permissions, undefined);
  assert.deepEqual([subscribe?.contexts, subscribe?.integration_types], [[0, 1], [0]]);
  assert.equal(subscribe?.default_member_permissions, '16');
  assert.equal(subscribe?.name_localizations?.['zh-TW'], '订阅');
  assert.deepEqual(
    subscribe?.options.map(({ type }) => type),
    [3, 7],
  );
});

interface Registered {
  name_localizations?: Record<string, string>;
  description_localizations: Record<string, string>;
  options: { type: number; autocomplete: boolean; name_localizations: Record<string, string> }[];
  contexts: number[];
  integration_types: number[];
  default_member_permissions?: string;
}

test('a restart registers nothing new; a changed command does', async (context) => {
  const stage = await open(context);
  await stage.platform.stop();
  const values = {
    getValue: async (key: string) => stage.values.get(key),
    setValue: async (key: string, value: string) => void stage.values.set(key, value),
  };
  const again = await openStage({ discord: stage.discord, values });
  await again.platform.stop();
  assert.equal((await registrations(stage)).length, 1);
  const changed = await openStage({ discord: stage.discord, values, commands: commands.slice(1) });
  await changed.platform.stop();
  assert.equal((await registrations(stage)).length, 2);
});

test('a refused registration is logged, kept for the next start, and stops nothing', async (context) => {
  const discord = await startFakeDiscord();
  await discord.fault({ method: 'PUT', path: 'commands', times: 1, kind: 'status', status: 500 });
  const stage = await openStage({ discord });
  context.after(() => discord.stop());
  assert.equal(stage.values.size, 0);
  const { messages } = await discord.ask({ kind: 'command', command: 'help' });
  assert.equal(messages.length, 1);
  await stage.platform.stop();
});

test('only the Guilds intent is asked for', async (context) => {
  const stage = await open(context);
  const { identifies } = await stage.discord.evidence();
  assert.deepEqual(
    identifies.map(({ intents }) => intents),
    [1],
  );
});

test('a refused token is the operator’s to mend, in one sentence that does not hold it', async (context) => {
  const discord = await startFakeDiscord();
  context.after(() => discord.stop());
  const refused = openStage({ discord, token: 'a-wrong-token-of-some-length' });
  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /^DISCORD_TOKEN is refused/);
    return !error.message.includes('a-wrong-token');
  });
});

test('Discord being away at the start is waited out', async (context) => {
  const discord = await startFakeDiscord();
  await discord.fault({ method: 'GET', path: '/gateway/bot', times: 1, kind: 'status', status: 503 });
  const stage = await openStage({ discord });
  context.after(async () => {
    await stage.platform.stop();
    await discord.stop();
  });
  const { messages } = await discord.ask({ kind: 'command', command: 'help' });
  assert.equal(messages.length, 1);
  assert.ok(stage.log.some((line) => line.includes('could not be reached')));
});

test('a lost connection is resumed, and asks are answered again', async (context) => {
  const stage = await open(context);
  await stage.discord.close(4000);
  await stage.discord.until(({ resumes, connected }) => resumes === 1 && connected === 1);
  const { messages } = await stage.discord.ask({ kind: 'command', command: 'help' });
  assert.equal(messages.length, 1);
});

test('a stop waits for the answers under way and turns new asks away', async (context) => {
  const stage = await open(context);
  let finish: () => void = () => {};
  stage.bot.say(async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return plainMessage('In time.');
  });
  await stage.discord.act({ kind: 'command', command: 'digest' });
  await stage.discord.until(({ interactions }) => interactions[0]?.answeredAt !== undefined);
  const stopped = stage.platform.stop();
  const { messages } = await stage.discord.ask({ kind: 'command', command: 'digest' });
  assert.match(JSON.stringify(messages[0]?.body), /I am restarting/);
  finish();
  await stopped;
  const { interactions } = await stage.discord.until(({ connected }) => connected === 0);
  assert.ok(interactions[0]?.toldAt);
});

test('a kick pauses every chat of the server, threads and forum posts with it', async (context) => {
  const stage = await open(context);
  await stage.discord.dispatch('GUILD_DELETE', { id: ids.guild });
  await waitForEvents(stage, 7);
  const gone = stage.bot.events.map((event) => `${event.kind} ${event.chat.thread ?? event.chat.id}`).sort();
  const places = [
    ids.general,
    ids.news,
    ids.readOnly,
    ids.hidden,
    ids.forumPost,
    ids.thread,
    ids.lockedThread,
  ];
  assert.deepEqual(
    gone,
    places.map((id) => `gone ${id}`),
  );
  const [first] = stage.bot.events;
  assert.equal(first?.kind === 'gone' && first.reason, 'The bot was removed from the server.');
});

test('an outage of a server is no kick', async (context) => {
  const stage = await open(context);
  await stage.discord.dispatch('GUILD_DELETE', { id: ids.guild, unavailable: true });
  await stage.discord.dispatch('CHANNEL_DELETE', channels[2] ?? {});
  await waitForEvents(stage, 1);
  assert.deepEqual(
    stage.bot.events.map(({ kind, chat }) => [kind, chat.id]),
    [['gone', ids.news]],
  );
});

test('a deleted channel takes its threads with it; a deleted thread goes alone', async (context) => {
  const stage = await open(context);
  await stage.discord.dispatch('THREAD_DELETE', {
    id: ids.forumPost,
    guild_id: ids.guild,
    parent_id: ids.forum,
    type: 11,
  });
  await stage.discord.dispatch('CHANNEL_DELETE', channels[1] ?? {});
  await waitForEvents(stage, 4);
  assert.deepEqual(
    stage.bot.events.map(({ kind, chat }) => [kind, chat.id, chat.thread]),
    [
      ['gone', ids.forum, ids.forumPost],
      ['gone', ids.general, undefined],
      ['gone', ids.general, ids.thread],
      ['gone', ids.general, ids.lockedThread],
    ],
  );
});

test('a server that adds the bot again brings its chats back', async (context) => {
  const stage = await open(context);
  await stage.discord.dispatch('GUILD_DELETE', { id: ids.guild });
  await waitForEvents(stage, 7);
  await stage.discord.dispatch('GUILD_CREATE', guild());
  await waitForEvents(stage, 14);
  assert.deepEqual(new Set(stage.bot.events.slice(7).map(({ kind }) => kind)), new Set(['back']));
});

test('rights given back bring a channel back: by the channel, by a role, by an unlocked thread', async (context) => {
  const stage = await open(context);
  await stage.discord.dispatch('CHANNEL_UPDATE', { ...channels[3], permission_overwrites: [] });
  await waitForEvents(stage, 1);
  assert.deepEqual(stage.bot.events[0], { kind: 'back', chat: { platform: 'discord', id: ids.readOnly } });

  const thread = threads[2] as { thread_metadata: object };
  await stage.discord.dispatch('THREAD_UPDATE', {
    ...thread,
    thread_metadata: { ...thread.thread_metadata, locked: false },
  });
  await waitForEvents(stage, 2);
  assert.equal(stage.bot.events[1]?.chat.thread, ids.lockedThread);

  const weak = { ...roles[1], permissions: '0' };
  const everyone = { ...roles[0], permissions: String(1n << 10n) };
  for (const role of [weak, everyone]) {
    await stage.discord.dispatch('GUILD_ROLE_UPDATE', { guild_id: ids.guild, role });
  }
  await stage.discord.dispatch('GUILD_ROLE_UPDATE', { guild_id: ids.guild, role: roles[1] });
  await waitForEvents(stage, 5);
  const back = stage.bot.events.slice(2).map(({ chat }) => chat.thread ?? chat.id);
  assert.ok(back.includes(ids.general) && back.includes(ids.news));
});

async function waitForEvents(stage: Stage, count: number): Promise<void> {
  for (let tries = 0; tries < 500 && stage.bot.events.length < count; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(stage.bot.events.length >= count, JSON.stringify(stage.bot.events));
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Update } from 'grammy/types';
import { type Question, readUpdate } from '../../../src/platforms/telegram/updates.ts';
import { botId } from '../../fakes/telegram/index.ts';
import { ada, channel, forum, group, membership, pressed, privateChat, said, wei } from './tools.ts';

const known = new Set(['digest', 'help']);
const reader = { me: { id: botId, username: 'BroadsheetBot' }, isCommand: (name: string) => known.has(name) };
const read = (update: object) => readUpdate({ update_id: 1, ...update } as Update, reader);

function asked(update: object): Question | undefined {
  const incoming = read(update);
  return incoming?.kind === 'question' ? incoming.question : undefined;
}

const line = (update: object) => {
  const question = asked(update);
  return question && [question.command, question.text];
};

test('a command is read with its free text, whoever it names', () => {
  assert.deepEqual(line(said('/digest agents 2025-12-27')), ['digest', 'agents 2025-12-27']);
  assert.deepEqual(line(said('/Digest@broadsheetbot 市场 昨天', group)), ['digest', '市场 昨天']);
  assert.deepEqual(line(said('/digest\nagents')), ['digest', 'agents']);
  assert.deepEqual(line(said('／digest')), ['digest', '']);
  assert.equal(line(said('/digest@OtherBot agents', group)), undefined);
});

test('a command that a group may share with other bots is answered only when it is one of ours or names us', () => {
  assert.equal(line(said('/ban', group)), undefined);
  assert.deepEqual(line(said('/ban@BroadsheetBot', group)), ['ban', '']);
  assert.deepEqual(line(said('/ban')), ['ban', '']);
});

test('bare words ask for a digest in a private chat, and in a group after the name of the bot', () => {
  assert.deepEqual(line(said('agents yesterday')), ['digest', 'agents yesterday']);
  assert.equal(line(said('agents yesterday', group)), undefined);
  assert.deepEqual(line(said('@BroadsheetBot agents', group)), ['digest', 'agents']);
  assert.equal(line(said('@BroadsheetBotX agents', group)), undefined);
});

test('what is forwarded, or written by another bot, asks nothing', () => {
  assert.equal(read(said('/digest', privateChat, ada, { forward_origin: { type: 'user' } })), undefined);
  assert.equal(read(said('/digest', group, { ...ada, is_bot: true })), undefined);
  assert.equal(read(said('/digest', group, ada, { is_automatic_forward: true })), undefined);
});

test('a topic of a forum is the thread of the chat; a thread of replies is none', () => {
  const topic = said('/digest', forum, ada, { message_thread_id: 7, is_topic_message: true });
  assert.deepEqual(asked(topic)?.chat, { platform: 'telegram', id: '-1001', thread: '7' });
  assert.deepEqual(asked(said('/digest', forum, ada, { message_thread_id: 9 }))?.chat, {
    platform: 'telegram',
    id: '-1001',
  });
});

test('who writes in the name of the group is one of its administrators; in the name of a channel is not', () => {
  const anonymous = { id: 1087968824, is_bot: true, first_name: 'Group' };
  assert.equal(
    asked(said('/digest', forum, anonymous, { sender_chat: { id: -1001 } }))?.isAnonymousAdmin,
    true,
  );
  assert.equal(
    asked(said('/digest', forum, anonymous, { sender_chat: { id: -1002 } }))?.isAnonymousAdmin,
    false,
  );
});

test('a button is the command line that it carries', () => {
  assert.deepEqual(line(pressed('v1|digest markets 2025-12-27 zh')), ['digest', 'markets 2025-12-27 zh']);
  assert.equal(read(pressed('v9|x'))?.kind, 'stale');
  assert.equal(read(pressed('v1|/weird'))?.kind, 'stale');
});

test('a button under a post of a channel goes on in the chat of who pressed it', () => {
  const incoming = read(pressed('v1|digest agents 2025-12-27 zh', channel, wei));
  assert.ok(incoming?.kind === 'redirect');
  const payload = new URL(incoming.url).searchParams.get('start') ?? '';
  assert.deepEqual(line(said(`/start ${payload}`)), ['digest', 'agents 2025-12-27 zh']);
  const long = read(pressed(`v1|digest ${'x'.repeat(53)}`, channel));
  assert.ok(long?.kind === 'redirect' && long.url.endsWith('?start=help'));
});

test('a start without a question is a greeting', () => {
  assert.deepEqual(line(said('/start')), ['help', '']);
  assert.deepEqual(line(said('/start !!!')), ['help', '']);
});

test('being thrown out, blocked, muted or let in again is an event of the chat', () => {
  const event = (update: object) => {
    const incoming = read(update);
    return incoming?.kind === 'event' ? incoming.event : undefined;
  };
  assert.deepEqual(event(membership(group, 'member', 'kicked')), {
    kind: 'gone',
    chat: { platform: 'telegram', id: '-500' },
    reason: 'The bot was removed from the chat.',
  });
  assert.equal(event(membership(group, 'left', 'member'))?.kind, 'back');
  assert.equal(event(membership(privateChat, 'member', 'kicked'))?.kind, 'gone');
  assert.equal(event(membership(group, 'member', 'administrator')), undefined);
  assert.equal(
    event(membership(channel, 'left', 'administrator', { can_post_messages: true }))?.kind,
    'back',
  );
  assert.equal(event(membership(channel, 'left', 'administrator')), undefined, 'it may not post there');
  const muted = membership(forum, 'member', 'restricted', { is_member: true, can_send_messages: false });
  assert.equal(event(muted)?.kind, 'gone');
});

test('a group that becomes a supergroup has moved', () => {
  const update = said('', group, ada, { text: undefined, migrate_to_chat_id: -1009 });
  assert.deepEqual(read(update), {
    kind: 'event',
    event: { kind: 'migrated', chat: { platform: 'telegram', id: '-500' }, toId: '-1009' },
  });
});

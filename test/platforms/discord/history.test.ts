import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Chat } from '../../../src/core/delivery.ts';
import { SendError } from '../../../src/core/errors.ts';
import { type Message, plainMessage } from '../../../src/core/message.ts';
import { createDiscordPlatform } from '../../../src/platforms/discord/index.ts';
import type { Style } from '../../../src/platforms/discord/render.ts';
import type { Outbox } from '../../../src/ports.ts';
import { ids, token } from '../../fakes/discord/world.ts';
import { picture } from './generate.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let outbox: Outbox;

before(async () => {
  stage = await openStage();
  outbox = stage.platform.outbox;
});
after(() => stage.end());

const never = new AbortController().signal;
const general: Chat = { platform: 'discord', id: ids.general };
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

const find = (key: string, chat = general, from = outbox) => from.find?.(chat, key, anHourAgo(), never);

async function send(key: string, message: Message = plainMessage('A part.'), from = outbox, chat = general) {
  const [part] = from.render(message);
  return from.send(chat, part, key, never);
}

async function outcomeOf(work: Promise<unknown> | undefined): Promise<string> {
  const error = await work?.catch((thrown: unknown) => thrown);
  assert.ok(error instanceof SendError, String(error));
  return error.outcome;
}

const messages: Record<string, Message> = {
  text: plainMessage('Text without a button.'),
  picture: { blocks: [{ kind: 'image', picture }], actions: [] },
  buttons: { ...plainMessage('Text.'), actions: [{ label: 'More', command: 'digest 2026-01-02 en' }] },
  file: {
    ...plainMessage('Text.'),
    attachments: [{ name: 'a.md', contentType: 'text/markdown', bytes: Buffer.from('a') }],
  },
};

for (const style of ['components', 'embeds'] satisfies Style[]) {
  test(`every kind of part is found in history by its key, as ${style}`, async () => {
    const { discord } = stage;
    const { outbox: own } = createDiscordPlatform({
      token,
      apiUrl: discord.apiUrl,
      commands: [],
      values: { getValue: async () => undefined, setValue: async () => {} },
      log: { warn() {}, error() {}, info() {} } as never,
      clock: { now: () => new Date().toISOString() },
      style,
    });
    for (const [kind, message] of Object.entries(messages)) {
      const key = `${style}-${kind}`;
      const { messageId } = await send(key, message, own);
      assert.deepEqual(await find(key, general, own), { messageId }, kind);
      assert.equal(await find(`${key}-other`, general, own), undefined, kind);
    }
  });
}

test('a part is found behind what others wrote since, as far as ten pages', async () => {
  const { messageId } = await send('deep');
  await stage.discord.chatter({ channelId: ids.general, authorId: ids.member, count: 250 });
  assert.deepEqual(await find('deep'), { messageId });
  await stage.discord.chatter({ channelId: ids.general, authorId: ids.member, count: 1_000 });
  assert.equal(await outcomeOf(find('deep')), 'forbidden');
});

test('the mark of a part under the name of somebody else is not ours', async () => {
  const chat = { platform: 'discord', id: ids.news } as const;
  await send('copied', undefined, outbox, chat);
  const { messages: sent } = await stage.discord.evidence();
  const body = sent.findLast(({ channelId }) => channelId === ids.news)?.body ?? {};
  const thread = { ...general, thread: ids.thread };
  await stage.discord.chatter({ channelId: ids.thread, authorId: ids.member, count: 1, body });
  assert.equal(await find('copied', thread), undefined);
});

test('an empty page without the right to history proves nothing, unless the channel was quiet', async () => {
  const chat = { platform: 'discord', id: ids.forumPost } as const;
  await stage.discord.set({ withoutHistory: [ids.forumPost] });
  assert.equal(await find('unseen', chat), undefined);
  await send('unseen', undefined, outbox, chat);
  assert.equal(await outcomeOf(find('unseen', chat)), 'forbidden');
  await stage.discord.set({ withoutHistory: [] });
  assert.ok(await find('unseen', chat));
});

test('what Discord answers to the look says whether a later look may help', async () => {
  const path = `/channels/${ids.general}/messages`;
  const fail = (status: number, body: Record<string, unknown>) =>
    stage.discord.fault({ method: 'GET', path, times: 1, kind: 'status', status, body });
  await fail(403, { code: 50001, message: 'Missing Access' });
  assert.equal(await outcomeOf(find('x')), 'forbidden');
  await fail(403, { code: 50013, message: 'Missing Permissions' });
  assert.equal(await outcomeOf(find('x')), 'forbidden');
  await fail(503, {});
  assert.equal(await outcomeOf(find('x')), 'unknown');
  assert.equal(await outcomeOf(find('x', { platform: 'discord', id: '3999999999999999999' })), 'gone');
});

import { Writable } from 'node:stream';
import type { Ask, Progress, Suggestion } from '../../../src/core/ask.ts';
import type { Command } from '../../../src/core/command.ts';
import type { ChatEvent } from '../../../src/core/delivery.ts';
import { type Message, plainMessage } from '../../../src/core/message.ts';
import { createLog } from '../../../src/lib/log.ts';
import {
  createDiscordPlatform,
  type DiscordOptions,
  type DiscordPlatform,
} from '../../../src/platforms/discord/index.ts';
import type { Bot } from '../../../src/ports.ts';
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/client.ts';
import { token } from '../../fakes/discord/world.ts';

/** A bot that says what it is told to, and keeps what it was asked. */
export interface StageBot extends Bot {
  asks: Ask[];
  events: ChatEvent[];
  /** What it answers next and from then on. */
  say(answer: (ask: Ask, progress?: Progress) => Message | Promise<Message>): void;
  suggestions: Suggestion[];
}

export interface Stage {
  discord: FakeDiscord;
  bot: StageBot;
  platform: DiscordPlatform;
  /** Lines of the log so far. */
  log: string[];
  values: Map<string, string>;
  end(): Promise<void>;
}

export function createStageBot(): StageBot {
  let answer: Parameters<StageBot['say']>[0] = () => plainMessage('Hello.');
  const bot: StageBot = {
    asks: [],
    events: [],
    suggestions: [],
    say(next) {
      answer = next;
    },
    async answer(ask, progress) {
      bot.asks.push(ask);
      return answer(ask, progress);
    },
    async suggest(ask) {
      bot.asks.push(ask);
      return bot.suggestions;
    },
    async noteChat(event) {
      bot.events.push(event);
    },
  };
  return bot;
}

/** The real client on a fake Discord in a process of its own. */
export async function openStage(
  options: Partial<DiscordOptions> & { discord?: FakeDiscord } = {},
): Promise<Stage> {
  const discord = options.discord ?? (await startFakeDiscord());
  const bot = createStageBot();
  const values = new Map<string, string>();
  const log: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      log.push(String(chunk));
      done();
    },
  });
  const platform = createDiscordPlatform({
    token,
    apiUrl: discord.apiUrl,
    commands,
    values: {
      getValue: async (key) => values.get(key),
      setValue: async (key, value) => void values.set(key, value),
    },
    log: createLog({ level: 'debug', secrets: [token], stream }),
    clock: { now: () => new Date().toISOString() },
    progressEveryMs: 50,
    ...options,
  });
  await platform.start(bot);
  const end = async () => {
    await platform.stop();
    if (!options.discord) await discord.stop();
  };
  return { discord, bot, platform, log, values, end };
}

const bilingual = (text: string) => ({ en: text, zh: `${text}（中文）` });

/** Commands of every form; the stage bot answers in their place. */
export const commands: readonly Command[] = [
  {
    name: 'digest',
    description: bilingual('The digest of a day'),
    examples: [],
    costly: true,
    options: [
      {
        name: 'topic',
        names: { en: 'topic', zh: '话题' },
        description: bilingual('A topic, or any words'),
        suggest: async () => [],
      },
      {
        name: 'date',
        names: { en: 'date', zh: '日期' },
        description: bilingual('A day'),
        suggest: async () => [],
      },
    ],
    run: async () => plainMessage('never run here'),
  },
  {
    name: 'subscribe',
    names: { en: 'subscribe', zh: '订阅' },
    description: bilingual('Digests for this channel'),
    examples: [],
    manage: true,
    options: [
      { name: 'time', names: { en: 'time', zh: '时间' }, description: bilingual('HH:MM'), required: true },
      { name: 'channel', names: { en: 'channel', zh: '频道' }, description: bilingual('Where to') },
    ],
    run: async () => plainMessage('never run here'),
  },
  {
    name: 'help',
    description: bilingual('What can be asked'),
    examples: [],
    options: [],
    run: async () => plainMessage('never run here'),
  },
];

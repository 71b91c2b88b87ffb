import type { UserFromGetMe } from 'grammy/types';
import type { Command } from '../../core/command.ts';
import type { ChatEvent } from '../../core/delivery.ts';
import { toReason } from '../../core/errors.ts';
import { inLanguage } from '../../core/language.ts';
import type { Log } from '../../lib/log.ts';
import type { Bot, Clock, Outbox, Platform, Store } from '../../ports.ts';
import { type Client, createClient, waited, within } from './client.ts';
import { toSendError } from './failures.ts';
import { type Acquaintance, introduce, prepare, probeRich } from './introduce.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { createManagers } from './members.ts';
import { carefulPace, createOutbox, type Pace } from './outbox.ts';
import type { Style } from './parts.ts';
import { pauseAfter, poll } from './polling.ts';
import { createPress, type Press } from './press.ts';
import { calmProgress, type ProgressPace } from './progress.ts';
import { type AnswerTools, answerQuestion, languageOf } from './questions.ts';
import { createSender, type Sender } from './sender.ts';
import { createTargets } from './targets.ts';
import { type Incoming, readUpdate } from './updates.ts';

export interface TelegramOptions {
  token: string;
  /** Another Bot API server; Telegram's own where absent. */
  apiRoot?: string;
  commands: readonly Command[];
  /** Keeps the hash of the registered menus. */
  values: Pick<Store, 'getValue' | 'setValue'>;
  log: Log;
  clock: Clock;
  /** `rich` falls back to `html` by itself where the server knows no rich messages. */
  style?: Style;
  pace?: Pace;
  progress?: ProgressPace;
  /** How long `start` waits for a slow server. */
  startWithinMs?: number;
  /** How long one question may hold up its chat. */
  answerWithinMs?: number;
  /** How long `stop` waits for answers under way. */
  stopWithinMs?: number;
}

const answerWithinMs = 10 * 60_000;
const stopWithinMs = 8000;
/** A slow server does not hold up the start: setting up goes on, and polling waits for it. */
const startWithinMs = 5000;
/** More updates wait at Telegram, where a restart does not lose them. */
const maxUnderWay = 500;
const maxUnderWayPerChat = 50;

/** Telegram by long polling. Starting with a refused token throws `ConfigError`; an unreachable server does not. */
export function createTelegramPlatform(options: TelegramOptions): Platform & { readonly outbox: Outbox } {
  const client = createClient(options.token, options.apiRoot);
  const sender = createSender({ api: client.api, style: options.style ?? 'rich', log: options.log });
  const stopping = new AbortController();
  const state: State = {
    options,
    client,
    sender,
    answering: createLanes(),
    sending: createLanes(),
    stopping,
  };
  const outbox = createOutbox({
    sender,
    targets: createTargets(client.api, () => state.me?.id ?? Number(options.token.split(':')[0])),
    lanes: state.sending,
    pace: options.pace ?? carefulPace,
    note: (event) => noteChat(state, event),
    stopping: stopping.signal,
  });
  return {
    name: 'telegram',
    outbox,
    async start(bot) {
      state.bot = bot;
      state.me = await introduce(acquaintance(state));
      const prepared = state.me ? prepare(acquaintance(state), state.me.id) : Promise.resolve();
      state.polling = prepared.then(() => run(state, bot));
      await within(options.startWithinMs ?? startWithinMs, prepared);
    },
    async startOutbox() {
      state.me = await introduce(acquaintance(state));
      if (state.me) await probeRich(acquaintance(state), state.me.id);
    },
    stop: () => stop(state),
  };
}

interface State {
  options: TelegramOptions;
  client: Client;
  sender: Sender;
  answering: Lanes;
  sending: Lanes;
  stopping: AbortController;
  bot?: Bot;
  me?: UserFromGetMe | undefined;
  polling?: Promise<void>;
}

function acquaintance({ client, sender, options, stopping }: State): Acquaintance {
  const { commands, values, log } = options;
  return { client, sender, commands, values, log, stopping: stopping.signal };
}

async function run(state: State, bot: Bot): Promise<void> {
  const { options, client, stopping, answering } = state;
  const me = state.me ?? (await introduceInTime(state));
  if (!me) return;
  const names = new Set(options.commands.map((command) => command.name));
  const reader = { me, isCommand: (name: string) => names.has(name) };
  const tools = toolsOf(state, bot);
  await poll({
    api: client.api,
    log: options.log,
    stopping: stopping.signal,
    onUpdate(update) {
      const incoming = readUpdate(update, reader);
      if (incoming) take(state, tools, incoming);
    },
    async ready() {
      while (answering.size() >= maxUnderWay && (await waited(50, stopping.signal)));
    },
  });
}

async function introduceInTime(state: State): Promise<UserFromGetMe | undefined> {
  for (let failures = 1; await waited(pauseAfter(undefined, failures), state.stopping.signal); failures++) {
    try {
      state.me = await introduce(acquaintance(state));
    } catch (error) {
      state.options.log.error({ reason: toReason(error) }, 'Telegram does not start');
      return undefined;
    }
    if (!state.me) continue;
    await prepare(acquaintance(state), state.me.id);
    return state.me;
  }
  return undefined;
}

function toolsOf(state: State, bot: Bot): AnswerTools {
  const { options, client, sender, sending } = state;
  const manage = new Set(options.commands.flatMap((command) => (command.manage ? [command.name] : [])));
  return {
    api: client.api,
    bot,
    sender,
    sending,
    managers: createManagers(client.api, options.clock),
    progress: options.progress ?? calmProgress,
    answerWithinMs: options.answerWithinMs ?? answerWithinMs,
    isManageCommand: (name) => manage.has(name),
    note: (event) => noteChat(state, event),
    log: options.log,
  };
}

/** Hands an update to its chat's lane: one chat in order, no chat waits for another. */
function take(state: State, tools: AnswerTools, incoming: Incoming): void {
  const key = laneOf(incoming);
  if (state.answering.sizeOf(key) >= maxUnderWayPerChat) {
    state.options.log.warn({ chat: key }, 'too many questions from one chat; one was dropped');
    return;
  }
  const pressId = incoming.kind === 'question' ? incoming.question.pressId : undefined;
  const press = createPress(state.client.api, pressId);
  void state.answering.run(key, () => handle(state, tools, { incoming, press }));
}

function laneOf(incoming: Incoming): string {
  if (incoming.kind === 'question') return incoming.question.chat.id;
  return incoming.kind === 'event' ? incoming.event.chat.id : incoming.pressId;
}

const staleButton = {
  en: 'This button is from another version; send /help to see what can be asked.',
  zh: '这个按钮来自其他版本；发送 /help 查看可以问什么。',
};

async function handle(
  state: State,
  tools: AnswerTools,
  { incoming, press }: { incoming: Incoming; press: Press },
): Promise<void> {
  try {
    if (incoming.kind === 'question') return await answerQuestion(tools, incoming.question, press);
    if (incoming.kind === 'event') return await noteChat(state, incoming.event);
    const { api } = state.client;
    if (incoming.kind === 'redirect') await api.answerCallbackQuery(incoming.pressId, { url: incoming.url });
    else {
      const text = inLanguage(staleButton, languageOf(incoming.locale));
      await api.answerCallbackQuery(incoming.pressId, { text, show_alert: true });
    }
  } catch (error) {
    state.options.log.error({ reason: toSendError(error, incoming.kind).message }, 'update not handled');
  }
}

async function noteChat({ bot, options }: State, event: ChatEvent): Promise<void> {
  try {
    await bot?.noteChat(event);
  } catch (error) {
    options.log.error({ chat: event.chat.id, event: event.kind, reason: toReason(error) }, 'chat not noted');
  }
}

/** No new questions; answers under way may finish within the time. */
async function stop(state: State): Promise<void> {
  const { options, answering, sending, client } = state;
  state.stopping.abort();
  const timeoutMs = options.stopWithinMs ?? stopWithinMs;
  const done = await Promise.all([
    answering.idle(timeoutMs),
    sending.idle(timeoutMs),
    state.polling && within(timeoutMs, state.polling),
  ]);
  if (done.includes(false)) {
    options.log.warn({ left: answering.size() + sending.size() }, 'stopped with answers under way');
  }
  client.close();
}

import type { UserFromGetMe } from 'grammy/types';
import type { Command } from '../../core/command.ts';
import type { ChatEvent } from '../../core/delivery.ts';
import { ConfigError, toReason } from '../../core/errors.ts';
import { inLanguage } from '../../core/language.ts';
import type { Log } from '../../lib/log.ts';
import type { Bot, Clock, Outbox, Platform, Store } from '../../ports.ts';
import { type Client, createClient, toClientSignal, waited } from './client.ts';
import { isBadToken, isUnknownMethod, toSendError } from './failures.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { createManagers } from './members.ts';
import { registerMenus } from './menu.ts';
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
  /** How long `stop` waits for answers under way. */
  stopWithinMs?: number;
}

const stopWithinMs = 8000;
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
      state.me = await introduce(state);
      if (state.me) await prepare(state, state.me);
      state.polling = run(state, bot);
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

/** Who the bot is; undefined while the server cannot be reached. */
async function introduce({ client, options, stopping }: State): Promise<UserFromGetMe | undefined> {
  try {
    return await client.api.getMe(toClientSignal(stopping.signal));
  } catch (error) {
    if (isBadToken(error)) {
      throw new ConfigError(['TELEGRAM_TOKEN is refused by Telegram; copy the token from @BotFather again.']);
    }
    options.log.warn({ reason: toSendError(error, 'getMe').message }, 'Telegram cannot be reached yet');
    return undefined;
  }
}

/** What must hold before polling; a step that fails is logged and tried again at the next start. */
async function prepare(state: State, me: UserFromGetMe): Promise<void> {
  const { client, options, sender } = state;
  await attempt(options.log, 'deleteWebhook', () => client.api.deleteWebhook());
  await attempt(options.log, 'setMyCommands', () => registerMenus(client.api, me.id, options));
  if (sender.style() === 'rich') await probeRich(state, me.id);
}

async function attempt(log: Log, method: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    log.warn({ reason: toSendError(error, method).message }, 'Telegram was not set up fully');
  }
}

/** A bot cannot write to itself, so this sends nothing; an older server says that it has no such method. */
async function probeRich({ client, sender }: State, myId: number): Promise<void> {
  try {
    await client.api.sendRichMessage(myId, { blocks: [{ type: 'paragraph', text: '·' }] });
  } catch (error) {
    if (isUnknownMethod(error)) sender.dropRich();
  }
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
      state.me = await introduce(state);
    } catch (error) {
      state.options.log.error({ reason: toReason(error) }, 'Telegram does not start');
      return undefined;
    }
    if (!state.me) continue;
    await prepare(state, state.me);
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
  const polled = new AbortController();
  const done = await Promise.all([
    answering.idle(timeoutMs),
    sending.idle(timeoutMs),
    Promise.race([state.polling?.finally(() => polled.abort()), waited(timeoutMs, polled.signal)]),
  ]);
  if (done.includes(false)) {
    options.log.warn({ left: answering.size() + sending.size() }, 'stopped with answers under way');
  }
  client.close();
}

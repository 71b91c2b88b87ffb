import { bad, detectEntities, type Entity, parseHtml, Refused } from './entities.ts';
import { readRich } from './rich.ts';
import { botId, type FakeChat, type SentMessage, type UploadedFile, type World } from './world.ts';

type Payload = Record<string, unknown>;

export interface Request {
  payload: Payload;
  files: UploadedFile[];
}

/** Every method but getUpdates; throws `Refused` as the Bot API refuses. */
export const methods: Record<string, (world: World, request: Request) => unknown> = {
  getMe: (world) => ({ ...world.me, can_join_groups: true, can_read_all_group_messages: false }),
  deleteWebhook: () => true,
  setMyCommands,
  getChat: (world, { payload }) => ({
    ...findChat(world, payload.chat_id),
    members: undefined,
    topics: undefined,
  }),
  getChatMember,
  sendChatAction: (world, { payload }) => Boolean(openChat(world, payload, 'text')),
  sendMessage: (world, request) => {
    const chat = openChat(world, request.payload, 'text');
    return send(world, chat, request, 'sendMessage', readText(request.payload, 'text', 4096));
  },
  sendPhoto: (world, request) => {
    const chat = openChat(world, request.payload, 'photos');
    const file = fileOf(world, request, request.payload.photo);
    if (file.size > 10_000_000) throw bad('file is too big');
    const content = { ...readText(request.payload, 'caption', 1024), files: [file] };
    return { ...send(world, chat, request, 'sendPhoto', content), photo: sizesOf(file) };
  },
  sendDocument: (world, request) => {
    const chat = openChat(world, request.payload, 'documents');
    const files = [fileOf(world, request, request.payload.document)];
    return send(world, chat, request, 'sendDocument', {
      ...readText(request.payload, 'caption', 1024),
      files,
    });
  },
  sendRichMessage: (world, request) => {
    const chat = openChat(world, request.payload, 'text');
    const view = readRich(request.payload.rich_message);
    const files = view.media.map((media) => fileOf(world, request, media));
    const blocks = files.map((file) => ({ type: 'photo', photo: sizesOf(file) }));
    const sent = send(world, chat, request, 'sendRichMessage', { ...view, files });
    return { ...sent, rich_message: { blocks } };
  },
  editMessageText,
  deleteMessage: (world, { payload }) => {
    const index = world.sent.indexOf(findMessage(world, payload));
    world.sent.splice(index, 1);
    return true;
  },
  answerCallbackQuery,
};

function setMyCommands(world: World, { payload }: Request): true {
  const commands = payload.commands as { command: string; description: string }[];
  if (commands.length > 100) throw bad('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw bad('BOT_COMMAND_INVALID');
    if (description.length < 1 || description.length > 256) throw bad('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  const language = String(payload.language_code ?? '');
  if (!/^([a-z]{2})?$/.test(language)) throw bad('invalid language code specified');
  const scope = (payload.scope as { type?: string } | undefined)?.type ?? 'default';
  world.menus[`${scope}:${language}`] = commands;
  return true;
}

function getChatMember(world: World, { payload }: Request): unknown {
  const chat = findChat(world, payload.chat_id);
  const me = chat.members?.[String(botId)];
  if (chat.type === 'channel' && me?.status !== 'administrator') throw bad('member list is inaccessible');
  const member = chat.members?.[String(payload.user_id)];
  if (!member) throw bad('user not found');
  return member;
}

function editMessageText(world: World, { payload }: Request): unknown {
  const message = findMessage(world, payload);
  const { text, entities } = readText(payload, 'text', 4096);
  if (text === message.text) throw bad('message is not modified');
  Object.assign(message, { text, entities });
  return toMessage(message, findChat(world, payload.chat_id));
}

function answerCallbackQuery(world: World, { payload }: Request): true {
  const id = String(payload.callback_query_id);
  if (!world.presses.includes(id))
    throw bad('query is too old and response timeout expired or query ID is invalid');
  if (String(payload.text ?? '').length > 200) throw bad('MESSAGE_TOO_LONG');
  const url = payload.url;
  if (url !== undefined && !/^https:\/\/t\.me\/\w+\?start=[\w-]{1,64}$/.test(String(url)))
    throw bad('URL_INVALID');
  world.presses = world.presses.filter((press) => press !== id);
  return true;
}

function findMessage(world: World, payload: Payload): SentMessage {
  const found = world.sent.find(
    (message) =>
      message.chatId === Number(payload.chat_id) && message.messageId === Number(payload.message_id),
  );
  if (!found) throw bad('message to edit not found');
  return found;
}

function findChat(world: World, id: unknown): FakeChat {
  const chat = world.chats.find((candidate) =>
    typeof id === 'string' && id.startsWith('@')
      ? candidate.username?.toLowerCase() === id.slice(1).toLowerCase()
      : candidate.id === Number(id),
  );
  if (!chat) throw bad('chat not found');
  return chat;
}

/** The chat, if the bot may send this kind of thing to this place. */
function openChat(world: World, payload: Payload, kind: 'text' | 'photos' | 'documents'): FakeChat {
  const chat = findChat(world, payload.chat_id);
  const me = chat.members?.[String(botId)];
  if (chat.type === 'private') {
    if (me?.status === 'kicked') throw new Refused(403, 'Forbidden: bot was blocked by the user');
  } else checkRights(chat, me, kind);
  const thread = payload.message_thread_id;
  if (thread !== undefined) {
    const topic = chat.topics?.[String(thread)];
    if (!topic) throw bad('message thread not found');
    if (topic === 'closed') throw bad('TOPIC_CLOSED');
  }
  return chat;
}

type Member = NonNullable<FakeChat['members']>[string];

function checkRights(chat: FakeChat, me: Member | undefined, kind: string): void {
  if (!me || me.status === 'left' || me.status === 'kicked') {
    throw new Refused(403, `Forbidden: bot was kicked from the ${chat.type} chat`);
  }
  if (chat.type === 'channel' && !me.can_post_messages) {
    throw bad('need administrator rights in the channel chat');
  }
  const right = kind === 'text' ? 'can_send_messages' : `can_send_${kind}`;
  const may = me.status === 'restricted' ? me : (chat.permissions ?? {});
  if (me.status !== 'administrator' && may[right] === false) {
    throw bad(`not enough rights to send ${kind} to the chat`);
  }
}

/** A file of this request, or one that came before, by its id. */
function fileOf(world: World, { files }: Request, reference: unknown): UploadedFile {
  const name = /^attach:\/\/(.+)$/.exec(String(reference))?.[1];
  const file =
    name === undefined ? world.files[String(reference)] : files.find((candidate) => candidate.name === name);
  if (!file) throw bad('wrong file identifier/HTTP URL specified');
  if (file.size === 0) throw bad('file must be non-empty');
  world.files[`file-${file.sha256.slice(0, 16)}`] = file;
  return file;
}

function sizesOf(file: UploadedFile): { file_id: string }[] {
  return [{ file_id: 'small' }, { file_id: `file-${file.sha256.slice(0, 16)}` }];
}

function readText(
  payload: Payload,
  field: 'text' | 'caption',
  limit: number,
): { text: string; entities: Entity[] } {
  const raw = String(payload[field] ?? '');
  const parsed = payload.parse_mode === 'HTML' ? parseHtml(raw) : { text: raw, entities: [] };
  if (field === 'text' && parsed.text.replace(/[\s\u200b\u2060]/g, '') === '')
    throw bad('message text is empty');
  if (parsed.text.length > limit) {
    throw bad(field === 'text' ? 'message is too long' : 'message caption is too long');
  }
  const links = parsed.entities.filter((entity) => entity.type === 'text_link');
  const found = detectEntities(parsed.text).filter((entity) => !links.some((link) => overlap(link, entity)));
  return { text: parsed.text, entities: [...parsed.entities, ...found] };
}

function overlap(a: Entity, b: Entity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

interface Content {
  text: string;
  entities: Entity[];
  files?: UploadedFile[];
}

let lastMessageId = 1000;

function send(world: World, chat: FakeChat, request: Request, method: string, content: Content): object {
  const { payload } = request;
  const receiver = (payload.ephemeral_message_parameters as { receiver_user_id?: number } | undefined)
    ?.receiver_user_id;
  if (receiver !== undefined && chat.type !== 'supergroup')
    throw bad('ephemeral messages are for supergroups only');
  const replyTo = (payload.reply_parameters as { message_id?: number } | undefined)?.message_id;
  const thread = payload.message_thread_id;
  const message: SentMessage = {
    method,
    chatId: chat.id,
    ...(thread !== undefined && { thread: Number(thread) }),
    messageId: receiver === undefined ? ++lastMessageId : 0,
    text: content.text,
    entities: content.entities,
    buttons: readButtons(payload.reply_markup),
    files: content.files ?? [],
    ...(replyTo !== undefined && { replyTo }),
    ...(receiver !== undefined && { receiver }),
  };
  world.sent.push(message);
  return toMessage(message, chat);
}

function readButtons(markup: unknown): { text: string; data: string }[] {
  const rows = (markup as { inline_keyboard?: { text: string; callback_data: string }[][] } | undefined)
    ?.inline_keyboard;
  const buttons = (rows ?? []).flat();
  if (buttons.length > 100) throw bad('BUTTONS_TOO_MUCH');
  for (const { text, callback_data: data } of buttons) {
    if (text === '') throw bad('BUTTON_TEXT_EMPTY');
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > 64) throw bad('BUTTON_DATA_INVALID');
  }
  return buttons.map(({ text, callback_data: data }) => ({ text, data }));
}

function toMessage(message: SentMessage, chat: FakeChat): object {
  return {
    message_id: message.messageId,
    date: 1_766_800_000,
    chat: { id: chat.id, type: chat.type, title: chat.title, first_name: chat.first_name },
    text: message.text,
  };
}

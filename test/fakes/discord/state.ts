import type { Evidence, Fault, Json, SeenInteraction, SentFile, StoredMessage } from './shapes.ts';
import { ids, users } from './world.ts';

export interface State extends Evidence {
  faults: Fault[];
  /** What a channel answers to a new message, by id: an error code of Discord's. */
  refusals: Map<string, { status: number; code: number; message: string }>;
  nonceWindowMs: number;
  /** Channels whose history the bot may not read. */
  withoutHistory: string[];
  byNonce: Map<string, { message: StoredMessage; at: number }>;
  /** How long Discord waits for a first answer. */
  answerWithinMs: number;
}

export function createState(): State {
  return {
    requests: [],
    interactions: [],
    messages: [],
    identifies: [],
    resumes: 0,
    commands: [],
    violations: [],
    connected: 0,
    faults: [],
    refusals: new Map(),
    nonceWindowMs: 120_000,
    withoutHistory: [],
    byNonce: new Map(),
    answerWithinMs: 3_000,
  };
}

let counter = 0;

/** A snowflake of now: its time can be read back. */
export function nextId(): string {
  counter += 1;
  return String(((BigInt(Date.now()) - 1_420_070_400_000n) << 22n) + BigInt(counter % 4_194_304));
}

export function storeMessage(
  state: State,
  { channelId, body, files, flags }: { channelId: string; body: Json; files: SentFile[]; flags: number },
): StoredMessage {
  const nonce = typeof body.nonce === 'string' ? body.nonce : undefined;
  const message: StoredMessage = {
    id: nextId(),
    channelId,
    ...(nonce && { nonce }),
    flags,
    body,
    files,
    edits: 0,
    at: Date.now(),
  };
  state.messages.push(message);
  return message;
}

/** The message as Discord gives it back: complete, as its clients insist. */
export function toMessageJson(message: StoredMessage): Json {
  const { body } = message;
  return {
    id: message.id,
    type: 0,
    channel_id: message.channelId,
    author: users[message.authorId ?? ids.bot],
    content: body.content ?? '',
    timestamp: new Date(message.at).toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: message.files.map((file, index) => ({
      id: String(index + 1),
      filename: file.name,
      size: file.size,
      content_type: file.contentType,
      url: `https://cdn.invalid/${file.name}`,
      proxy_url: `https://cdn.invalid/${file.name}`,
    })),
    embeds: body.embeds ?? [],
    components: body.components ?? [],
    pinned: false,
    flags: message.flags,
    ...(message.nonce && { nonce: message.nonce }),
  };
}

export function findInteraction(state: State, token: string): SeenInteraction | undefined {
  return state.interactions.find((interaction) => interaction.token === token);
}

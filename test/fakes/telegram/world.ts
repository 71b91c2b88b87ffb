import type { Entity } from './entities.ts';

export interface FakeMember {
  user: { id: number; is_bot: boolean; first_name: string };
  status: string;
  [right: string]: unknown;
}

export interface FakeChat {
  id: number;
  type: 'private' | 'group' | 'supergroup' | 'channel';
  title?: string;
  username?: string;
  first_name?: string;
  /** Forum topics by id. */
  topics?: Record<string, 'open' | 'closed'>;
  permissions?: Record<string, boolean>;
  /** By user id; the bot's own among them. */
  members?: Record<string, FakeMember>;
}

/** An answer that replaces the right one, `times` times. */
export interface Fault {
  method: string;
  chatId?: number;
  times?: number;
  error?: { error_code: number; description: string; parameters?: Record<string, number> };
  /** Instead of an answer: close the connection, never answer, or answer with a page. `after` does the call first. */
  break?: 'reset' | 'hang' | 'page';
  after?: boolean;
}

export interface UploadedFile {
  name: string;
  filename: string;
  size: number;
  sha256: string;
}

/** One call as it came and as it was answered: the evidence. */
export interface Call {
  method: string;
  payload: Record<string, unknown>;
  files: UploadedFile[];
  /** Milliseconds since the server started. */
  at: number;
  ok: boolean;
  description?: string;
}

export interface SentMessage {
  method: string;
  chatId: number;
  thread?: number;
  messageId: number;
  text: string;
  entities: Entity[];
  buttons: { text: string; data: string }[];
  files: UploadedFile[];
  replyTo?: number;
  receiver?: number;
}

/** All that the fake server knows; a test may replace any of it. */
export interface World {
  token: string;
  me: { id: number; is_bot: true; first_name: string; username: string };
  chats: FakeChat[];
  faults: Fault[];
  /** Methods that this server does not know. */
  unknownMethods: string[];
  calls: Call[];
  sent: SentMessage[];
  /** Everything that was uploaded, by file id. */
  files: Record<string, UploadedFile>;
  menus: Record<string, unknown>;
  /** Callback queries that may be answered. */
  presses: string[];
  /** Most requests for updates that were open at once, and how many there were. */
  polls: { count: number; mostAtOnce: number };
}

export const botId = 7_000_000_001;

export function newWorld(): World {
  return {
    token: `${botId}:AAFakeTokenOfTheLoopbackServer0123456789`,
    me: { id: botId, is_bot: true, first_name: 'Broadsheet', username: 'BroadsheetBot' },
    chats: [],
    faults: [],
    unknownMethods: [],
    calls: [],
    sent: [],
    files: {},
    menus: {},
    presses: [],
    polls: { count: 0, mostAtOnce: 0 },
  };
}

/** What the fake keeps, and what tests read from it. Loosely typed on purpose: it judges what a client really sent. */

export type Json = Record<string, unknown>;

export interface SentFile {
  field: string;
  name: string;
  contentType: string;
  size: number;
  sha256: string;
}

export interface SeenRequest {
  /** Milliseconds on the fake's own clock. */
  at: number;
  method: string;
  path: string;
  authorised: boolean;
  status: number;
  body?: Json;
  files: SentFile[];
  /** Discord's error code where one was answered. */
  code?: number;
}

export interface StoredMessage {
  id: string;
  channelId: string;
  nonce?: string;
  /** Who wrote it; the bot where absent. */
  authorId?: string;
  flags: number;
  body: Json;
  files: SentFile[];
  edits: number;
  deleted?: boolean;
  at: number;
}

export interface SeenInteraction {
  id: string;
  token: string;
  kind: 'command' | 'button' | 'autocomplete';
  channelId: string;
  dispatchedAt: number;
  /** The first answer of any kind, deferred ones included. */
  answeredAt?: number;
  answerType?: number;
  /** The answer's own words, after a deferred one. */
  toldAt?: number;
  ephemeral?: boolean;
  choices?: { name: string; value: string }[];
  /** Ids of its messages in order; `original` first where it still stands. */
  messages: string[];
  originalId?: string;
  followUps: number;
  /** The first answer came after three seconds. */
  late?: boolean;
  userInstalled: boolean;
}

export interface Fault {
  method: string;
  /** A regular expression on the path below `/api/v10`. */
  path: string;
  /** How often; each use counts. */
  times: number;
  kind: 'status' | 'reset-before' | 'reset-after' | 'hang' | 'slow';
  status?: number;
  body?: Json;
  headers?: Record<string, string>;
  /** For `slow`. */
  ms?: number;
}

export interface Evidence {
  requests: SeenRequest[];
  interactions: SeenInteraction[];
  messages: StoredMessage[];
  identifies: { token: string; intents: number; shard: [number, number]; at: number }[];
  resumes: number;
  commands: Json[];
  /** Rules of good conduct that Discord itself would not enforce. */
  violations: string[];
  connected: number;
}

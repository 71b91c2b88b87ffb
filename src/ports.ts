import type { Ask, Asker, Progress, Suggestion } from './core/ask.ts';
import type { ChartPicture, ChartRequest } from './core/chart.ts';
import type { CloudPicture, CloudRequest } from './core/cloud.ts';
import type {
  Chat,
  ChatEvent,
  ChatSettings,
  ChatTarget,
  Delivery,
  DeliveryState,
  PlatformName,
  Subscription,
} from './core/delivery.ts';
import type { FailedClaim, RepairResult, WriteRequest, WriterResult } from './core/draft.ts';
import type { SourceConfig } from './core/edition.ts';
import type { Message } from './core/message.ts';
import type { DayMemory } from './core/pack.ts';
import type { Post } from './core/post.ts';
import type { Report } from './core/report.ts';

/** The clock, so that tests and replays can set it. */
export interface Clock {
  /** ISO instant in UTC. */
  now(): string;
}

export interface CollectRequest {
  /** Instants, ISO UTC, half-open. */
  from: string;
  to: string;
  /** Where the last collect of this source stopped; absent on the first. */
  cursor?: string;
  /** What this source gave of the window before: its counts of reactions may be read again. */
  known?: readonly Post[];
  /** Where a source counts what its service bills; absent where nobody counts. */
  spending?: Spending;
  signal: AbortSignal;
}

/** Posts that a service billed for one source on the present UTC day. */
export interface Spending {
  /** Of all collects of the day. */
  readonly posts: number;
  /** Counts more of them; resolves when that is durable. */
  add(posts: number): Promise<void>;
}

/**
 * Posts of one collect: all that is new in the window since the cursor, and what a former reading that broke off
 * still owed. An empty list means that nothing new was there; a failure throws `AdapterError`.
 */
export interface Collected {
  posts: Post[];
  cursor?: string;
  /** Rows that could not be read, each named in one sentence, such as `line 3 of day.ndjson: no text`. */
  problems: string[];
  /** Why a part is still to be read, in one sentence, such as that the day's cap is used up. */
  incomplete?: string;
  /** Ids of posts that are no longer shown where they stood: deleted, or of accounts now protected. */
  gone?: string[];
  /** Called once the posts are kept: what was read is put away, so that it is not read again. */
  settle?(): Promise<void>;
}

export interface Source {
  readonly name: string;
  readonly config: SourceConfig;
  collect(request: CollectRequest): Promise<Collected>;
}

/** Fills the draft shape. Throws `AdapterError` when it cannot; the caller then falls back. */
export interface Writer {
  readonly name: string;
  write(request: WriteRequest, signal: AbortSignal): Promise<WriterResult>;
  /** One request to mend claims that failed the check. */
  repair?(request: WriteRequest, failed: readonly FailedClaim[], signal: AbortSignal): Promise<RepairResult>;
  /** How long one report may take, its repair included; absent where writing is quick. */
  readonly timeoutMs?: number;
  /** The most that `write` may cost in US dollars; absent where writing is free. */
  mostCost?(request: WriteRequest): number;
}

export interface ReportKey {
  edition: string;
  language: string;
  /** Topic id or `q:` and free words; absent for the whole report. */
  topic?: string;
  /** Local dates, inclusive. */
  firstDay: string;
  lastDay: string;
}

export interface ReportSummary extends ReportKey {
  id: string;
  createdAt: string;
  partial: boolean;
}

export interface SubscriptionFilter {
  chat?: Chat;
  /** With `chat`: those of its threads as well. */
  withThreads?: boolean;
  edition?: string;
  state?: Subscription['state'];
  /** Active ones whose `nextDue` is at or before this instant. */
  dueAt?: string;
}

export interface DeliveryFilter {
  subscriptionId?: string;
  reportId?: string;
  states?: DeliveryState[];
  /** Changed at or after this instant. */
  since?: string;
  limit?: number;
}

/**
 * All that outlives a process. Every verb resolves after the change is durable.
 * Failures throw `AdapterError`; a store that is damaged refuses to open with a `ConfigError`.
 */
export interface Store {
  /** Insert or refresh by (edition, id): newer metrics win, the text first read stays. */
  savePosts(edition: string, posts: readonly Post[]): Promise<{ added: number; updated: number }>;
  /** Posts with `from <= createdAt < to`, ordered by time and id. */
  findPosts(query: { edition: string; from: string; to: string }): Promise<Post[]>;
  postsById(edition: string, ids: readonly string[]): Promise<Post[]>;
  /** Newest first; every two-character Chinese word can be found. */
  searchPosts(query: { edition: string; text: string; limit: number }): Promise<Post[]>;
  /** Counts per quarter of an hour, oldest first: enough to know the local days of any zone. */
  postTimes(edition: string): Promise<{ at: string; count: number }[]>;
  /** Forget posts created before an instant; resolves to their number. Reports stay. */
  dropPosts(edition: string, before: string): Promise<number>;
  /** Forget posts by id; resolves to the number of those that were there. */
  deletePosts(edition: string, ids: readonly string[]): Promise<number>;

  /** Insert or replace by the report's key. */
  saveReport(report: Report): Promise<void>;
  findReport(key: ReportKey): Promise<Report | undefined>;
  reportById(id: string): Promise<Report | undefined>;
  /** Newest window first. */
  listReports(query: { edition: string; language?: string; limit?: number }): Promise<ReportSummary[]>;

  saveMemory(edition: string, memory: DayMemory): Promise<void>;
  /** Memories with `from <= day < to`, oldest first. */
  findMemories(query: { edition: string; from: string; to: string }): Promise<DayMemory[]>;
  /** Forget what was remembered of these days: their posts changed. */
  dropMemories(edition: string, days: readonly string[]): Promise<void>;

  saveBlob(key: string, bytes: Uint8Array): Promise<void>;
  findBlob(key: string): Promise<Uint8Array | undefined>;
  /** Keys with a prefix whose blobs were last saved before an instant. */
  findOldBlobs(prefix: string, before: string): Promise<string[]>;
  /** Forget blobs, but not those that were saved since the instant; resolves to the number of those that went. */
  dropBlobs(keys: readonly string[], before: string): Promise<number>;

  getValue(key: string): Promise<string | undefined>;
  setValue(key: string, value: string): Promise<void>;

  saveChat(settings: ChatSettings): Promise<void>;
  findChat(chat: Chat): Promise<ChatSettings | undefined>;

  saveSubscription(subscription: Subscription): Promise<void>;
  deleteSubscription(id: string): Promise<boolean>;
  /** Ordered by `nextDue`, then id. */
  findSubscriptions(filter: SubscriptionFilter): Promise<Subscription[]>;

  /**
   * In one transaction: rows that are new by (subscriptionId, date, part) go in, and the next due times advance.
   * Resolves to the number of new rows.
   */
  planDeliveries(
    rows: readonly Delivery[],
    nextDue: readonly { id: string; nextDue: string }[],
  ): Promise<number>;
  /**
   * `pending` → `sending`, with one more attempt, for those still pending and due; resolves to the rows that are
   * now the owner's.
   */
  claimDeliveries(ids: readonly string[], owner: string, at: string): Promise<Delivery[]>;
  /**
   * `sending` → `pending` for rows whose send never began; a row that is no longer at the given attempt of its owner
   * stays as it is. Resolves to those that are `pending` now.
   */
  releaseDeliveries(rows: readonly Delivery[]): Promise<Delivery[]>;
  saveDelivery(delivery: Delivery): Promise<void>;
  /** Several at once, all or none. */
  saveDeliveries(deliveries: readonly Delivery[]): Promise<void>;
  /** Ordered by date, subscription, part. */
  findDeliveries(filter: DeliveryFilter): Promise<Delivery[]>;
  /** Forget rows that ended before an instant; resolves to their number. What is still to be sent stays. */
  dropDeliveries(before: string): Promise<number>;
  /** What the rows name as frozen, each once. */
  findFrozen(): Promise<string[]>;

  /** Throws when the store cannot be written. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Draws word clouds and charts off the main thread. */
export interface Artist {
  draw(request: CloudRequest, signal?: AbortSignal): Promise<CloudPicture>;
  chart(request: ChartRequest, signal?: AbortSignal): Promise<ChartPicture>;
  close(): Promise<void>;
}

/** The bot as platforms see it. */
export interface Bot {
  answer(ask: Ask, progress?: Progress): Promise<Message>;
  /** Values for an option while it is typed; at most 25. */
  suggest(ask: Ask, option: string): Promise<Suggestion[]>;
  /** A chat went, came back or moved: its subscriptions follow. */
  noteChat(event: ChatEvent): Promise<void>;
}

export interface SendResult {
  messageId: string;
}

/** A place where people meet the bot. One without an outbox answers, but cannot be subscribed. */
export interface Platform {
  readonly name: PlatformName;
  start(bot: Bot): Promise<void>;
  stop(): Promise<void>;
  readonly outbox?: Outbox;
  /** Makes the outbox ready in a process that meets nobody: another one has `start`ed. */
  startOutbox?(): Promise<void>;
}

/** How fast a platform lets unasked messages go, over all processes that send them. */
export interface Pace {
  perSecond: number;
  /** From one message to the next in the same chat. */
  sameChatMs(chat: Chat): number;
  /** When it refuses one message for going too fast, it refuses all. */
  limitsAll: boolean;
}

/** Work of a kind one at a time, over all processes of one store. */
export interface Leases {
  /** This process; no two share it. */
  readonly owner: string;
  /** Runs the work once nobody else holds the name; in the order of asking within a process. */
  hold<T>(name: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How a platform writes unasked. */
export interface Outbox {
  /** Absent where the outbox alone decides. */
  readonly pace?: Pace;
  /** The chat that `name` means for the asker (`@channel`, a channel id), or the asker's own chat without a name. */
  inspect(name: string | undefined, asker: Asker): Promise<ChatTarget | undefined>;
  /** Parts within the platform's limits, nothing cut off. */
  render(message: Message): unknown[];
  /**
   * How long after a send a repeat under the same key shows up once all the same, in milliseconds; absent where a
   * repeat may show up twice.
   */
  readonly repeatSafeMs?: number;
  /** Sends one rendered part, or throws `SendError`; `key` makes a repeat safe where the platform knows how. */
  send(chat: Chat, part: unknown, key: string, signal: AbortSignal): Promise<SendResult>;
  /**
   * The message that a send under `key` at the instant `since` or later left in the chat, as its history shows it;
   * undefined when the history was read and holds none. Throws `SendError` when it cannot be read; the outcomes
   * `forbidden`, `gone` and `malformed` say that a later try will not help. Absent where bots see no history.
   */
  find?(chat: Chat, key: string, since: string, signal: AbortSignal): Promise<SendResult | undefined>;
}

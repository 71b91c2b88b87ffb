import type { Ask, Progress, Suggestion } from './ask.ts';
import type { Chat, ChatSettings, ChatTarget, DeliveryState, Subscription } from './delivery.ts';
import type { Edition, Topic } from './edition.ts';
import type { Bilingual, Language } from './language.ts';
import type { Message, Picture } from './message.ts';
import type { Report } from './report.ts';
import type { Window } from './window.ts';

/** What a command may ask of the bot; `src/app.ts` fills it. */
export interface Desk {
  /** ISO instant. */
  now(): string;
  editions(): Edition[];
  /** The topics of an edition; none for an edition that is not configured. */
  topics(edition: string): Topic[];
  commands(): Command[];
  /** Edition, language and time zone that hold for the asker. */
  place(ask: Ask): Promise<Place>;
  /** The archived report, or one built now; undefined when there is nothing to build it from. */
  digest(want: DigestWant, progress?: Progress): Promise<Report | undefined>;
  /** The word cloud of a report; undefined when it could not be drawn. */
  picture(report: Report): Promise<Picture | undefined>;
  /** The report as a Markdown document. */
  document(report: Report): { name: string; text: string };
  /** Local days that can be answered, newest first. */
  days(edition: string): Promise<string[]>;
  /** Where the web page shows the report, when there is one. */
  reportUrl(report: Report): string | undefined;
  /** The report as a message with its picture, its buttons and its link. */
  tell(report: Report, options: { length: 'short' | 'full' }): Promise<Message>;

  /**
   * The chat that a name means, or the asker's own without one, after it was seen that the asker may manage it.
   * Throws `UserError` when there is none, when it cannot be written to, or when the asker may not.
   */
  target(ask: Ask, name?: string): Promise<ChatTarget>;
  /** The subscription with this id and its chat, checked as `target` does. Throws `UserError`. */
  subscription(ask: Ask, id: string): Promise<{ subscription: Subscription; target: ChatTarget }>;
  /** The subscriptions of a chat, the next due first. */
  subscriptions(chat: Chat): Promise<Subscription[]>;
  /** Adds a subscription, or changes the one that is meant; a paused one runs again. */
  subscribe(want: SubscribeWant): Promise<Subscribed>;
  /** Removes a subscription with what of it was still to be sent. */
  unsubscribe(id: string): Promise<void>;
  settings(chat: Chat): Promise<ChatSettings | undefined>;
  saveSettings(settings: ChatSettings): Promise<void>;

  /** How much of each day spoke of a term over the last weeks. */
  trend(edition: string, term: string): Promise<Trend>;
  /** Terms worth asking a trend of: words of the newest report, those on the move first. */
  trendTerms(edition: string, language: Language): Promise<string[]>;
  /** A small chart; undefined when none could be drawn. */
  chart(want: ChartWant): Promise<Picture | undefined>;
  /** How the edition and a chat's subscriptions are doing. */
  status(edition: string, chat?: Chat): Promise<Status>;
}

/** A whole subscription; without `id` the chat's own for the same edition and topics is changed or made. */
export interface SubscribeWant
  extends Pick<Subscription, 'chat' | 'edition' | 'topics' | 'language' | 'length' | 'time' | 'timezone'> {
  id?: string;
}

export interface Subscribed {
  subscription: Subscription;
  /** False when one that was there has been changed. */
  isNew: boolean;
}

/** A term's days, oldest first; days without posts are left out. */
export interface Trend {
  term: string;
  days: TrendDay[];
}

export interface TrendDay {
  /** Local date. */
  day: string;
  /** Posts that hold the term, and all posts counted. */
  posts: number;
  of: number;
}

export interface ChartWant {
  title: string;
  points: { label: string; value: number }[];
  /** Behind each value, such as `%`. */
  unit?: string;
  /** What the picture shows, for those who cannot see it. */
  alt: string;
}

export interface Status {
  /** The newest report of the edition, without its slices. */
  report?: Report;
  /** US dollars that the reports of the last 30 days took. */
  cost: number;
  /** When the edition is built next; undefined when it is built on demand alone. */
  nextBuild?: string;
  /** Why the last build of a subscribed digest failed, while it is not mended. */
  trouble?: { at: string; reason: string };
  /** Sources that fail at present; absent where nobody looked, and the newest report's own coverage holds. */
  sources?: SourceTrouble[];
  subscriptions: SubscriptionStatus[];
}

/** A source that failed and has not been read since. */
export interface SourceTrouble {
  name: string;
  reason: string;
  /** Collects that failed in a row. */
  failures: number;
  /** When the first of them failed. */
  since: string;
  /** Before this it is not asked again. */
  nextTryAt: string;
}

export interface SubscriptionStatus {
  subscription: Subscription;
  /** The newest date for which something was due. */
  last?: {
    date: string;
    at: string;
    parts: Partial<Record<DeliveryState, number>>;
    /** Why a part did not arrive for sure. */
    reason?: string;
  };
}

/** Where a question is asked from. */
export interface Place {
  edition: Edition;
  /** The chat chose its edition: then no other one answers in its stead. */
  isChosen?: boolean;
  language: Language;
  timezone: string;
}

export interface DigestWant {
  edition: string;
  language: Language;
  window: Window;
  /** A topic of the configuration, or free words. */
  topic?: { id: string } | { words: string };
}

export interface CommandOption {
  /** 1-32 lower-case letters. */
  name: string;
  names: Bilingual;
  description: Bilingual;
  required?: boolean;
  suggest?(ask: Ask, desk: Desk): Promise<Suggestion[]>;
}

/** One thing that people can say to the bot: returns data, never markup. */
export interface Command {
  /** 1-32 lower-case letters, digits, underscores: fits both platforms. */
  name: string;
  /** The name in each language, 1-32 lower-case letters, where the platform can show it; `name` itself always works. */
  names?: Bilingual;
  description: Bilingual;
  /** Examples for /help, in both languages. */
  examples: Bilingual[];
  options: CommandOption[];
  /** Only for people who may manage the chat. */
  manage?: boolean;
  /** May take long and cost: platforms defer, the bot limits its rate. */
  costly?: boolean;
  run(ask: Ask, desk: Desk, progress?: Progress): Promise<Message>;
}

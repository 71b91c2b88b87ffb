import type { Place, SubscribeWant } from './command.ts';
import type { Chat, ChatSettings, Subscription } from './delivery.ts';
import type { Edition, Topic } from './edition.ts';
import { UserError } from './errors.ts';
import { inLanguage, type Language } from './language.ts';
import type { SubscribeWords } from './subscribing.ts';

export interface Choice {
  words: SubscribeWords;
  chat: Chat;
  /** The subscription that was meant by its id. */
  meant?: Subscription;
  /** All subscriptions of the chat. */
  existing: readonly Subscription[];
  settings: ChatSettings | undefined;
  place: Place;
  editions: readonly Edition[];
  topicsOf(edition: string): readonly Topic[];
}

const mostSubscriptions = 10;
const defaultTime = '08:00';

/**
 * The subscription that somebody wants: what they said, else what the meant one holds, else what the chat chose for
 * itself, else what holds where they ask. Without an id the chat's own for the same edition and topics is meant.
 * Throws `UserError` for what the edition does not have and for more than a chat can want.
 */
export function chooseSubscription(choice: Choice): SubscribeWant {
  const { words, chat, existing, settings, place } = choice;
  const edition = chooseEdition(choice);
  const topics = chooseTopics(choice, edition);
  const same = existing.find((other) => other.edition === edition.id && sameTopics(other.topics, topics));
  const former = choice.meant ?? same;
  refuseExcess(choice, former, same);
  return {
    ...(former && { id: former.id }),
    chat,
    edition: edition.id,
    topics,
    language: chooseLanguage(choice, edition, former),
    length: words.length ?? former?.length ?? 'short',
    time: words.time ?? former?.time ?? defaultTime,
    timezone: words.timezone ?? former?.timezone ?? settings?.timezone ?? place.timezone,
  };
}

function chooseEdition({ words, meant, settings, place, editions }: Choice): Edition {
  const id = words.edition ?? meant?.edition ?? settings?.edition;
  return editions.find((edition) => edition.id === id) ?? place.edition;
}

function chooseTopics({ words, meant, topicsOf, place }: Choice, edition: Edition): string[] {
  const kept = meant?.edition === edition.id ? meant.topics : [];
  const topics = words.topics ?? kept;
  const known = topicsOf(edition.id).map((topic) => topic.id);
  const missing = topics.find((id) => !known.includes(id));
  if (missing === undefined) return topics;
  const title = inLanguage(edition.title, place.language);
  throw refusal(
    `${title} has no topic "${missing}"; /topics lists what there is.`,
    `“${title}”没有话题“${missing}”；发送 /topics 查看全部话题。`,
    place.language,
  );
}

function chooseLanguage(
  { words, settings, place }: Choice,
  edition: Edition,
  former: Subscription | undefined,
): Language {
  const { languages } = edition;
  if (words.language && !languages.includes(words.language)) {
    const title = inLanguage(edition.title, place.language);
    const list = languages.join(', ');
    throw refusal(`${title} comes in: ${list}.`, `“${title}”有以下语言：${list}。`, place.language);
  }
  const wanted = words.language ?? former?.language ?? settings?.language ?? place.language;
  return languages.includes(wanted) ? wanted : (languages[0] ?? 'en');
}

function refuseExcess(
  { meant, existing, place }: Choice,
  former: Subscription | undefined,
  same: Subscription | undefined,
): void {
  if (meant && same && same.id !== meant.id) {
    throw refusal(
      'This chat already has that subscription; /subscriptions lists them.',
      '本聊天已有相同的订阅；发送 /subscriptions 查看。',
      place.language,
    );
  }
  if (!former && existing.length >= mostSubscriptions) {
    throw refusal(
      `A chat has at most ${mostSubscriptions} subscriptions; unsubscribe one first (/subscriptions).`,
      `一个聊天最多 ${mostSubscriptions} 个订阅；请先退订一个（/subscriptions）。`,
      place.language,
    );
  }
}

function sameTopics(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join(' ') === [...b].sort().join(' ');
}

function refusal(en: string, zh: string, language: Language): UserError {
  return new UserError(inLanguage({ en, zh }, language));
}

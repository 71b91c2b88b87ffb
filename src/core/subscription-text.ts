import type { Subscription } from './delivery.ts';
import type { Edition, Topic } from './edition.ts';
import { inLanguage, isChinese, type Language } from './language.ts';
import { localTime } from './schedule.ts';
import { languageName } from './wording.ts';

/** What configuration knows and a subscription does not carry. */
export interface SubscriptionNames {
  /** Undefined when the edition is gone from the configuration. */
  edition: Edition | undefined;
  topics: readonly Topic[];
}

/** `Twitter AI (Markets), short, in Chinese, daily at 08:30 Asia/Shanghai`, in the reader's language. */
export function describeSubscription(
  subscription: Subscription,
  names: SubscriptionNames,
  language: Language,
): string {
  const { time, timezone, length } = subscription;
  const what = subscriptionTitle(subscription, names, language);
  const tongue = languageName(subscription.language, language);
  if (isChinese(language)) {
    return `${what}，${tongue}，${length === 'full' ? '完整版' : '简版'}，每天 ${time}（${timezone}）`;
  }
  return `${what}, ${length}, in ${tongue}, daily at ${time} ${timezone}`;
}

/** `Twitter AI`, or `Twitter AI (Markets, Chips)`. */
export function subscriptionTitle(
  subscription: Pick<Subscription, 'edition' | 'topics'>,
  { edition, topics }: SubscriptionNames,
  language: Language,
): string {
  const title = edition ? inLanguage(edition.title, language) : subscription.edition;
  if (subscription.topics.length === 0) return title;
  const names = subscription.topics.map((id) => {
    const topic = topics.find((candidate) => candidate.id === id);
    return topic ? inLanguage(topic.names, language) : id;
  });
  return isChinese(language) ? `${title}（${names.join('、')}）` : `${title} (${names.join(', ')})`;
}

/** When the next digest comes, or why none does. */
export function nextText(subscription: Subscription, language: Language): string {
  const { state, nextDue, timezone, reason } = subscription;
  if (state === 'active') {
    const when = localTime(nextDue, timezone);
    return inLanguage({ en: `next run ${when}`, zh: `下次发送 ${when}` }, language);
  }
  const why = reason ? `: ${reason}` : '';
  return inLanguage({ en: `paused${why}`, zh: `已暂停${why.replace(': ', '：')}` }, language);
}

import type { Ask } from '../src/core/ask.ts';
import { toWindow } from '../src/core/asking.ts';
import { chooseSubscription } from '../src/core/choose-subscription.ts';
import type { Command, Desk, DigestWant, Place, SubscribeWant } from '../src/core/command.ts';
import { inLanguage, type Language } from '../src/core/language.ts';
import { type Action, type Message, plainMessage } from '../src/core/message.ts';
import { digestDay } from '../src/core/schedule.ts';
import { parseSubscribe, type SubscribeWords } from '../src/core/subscribing.ts';

/** `/preview [which words]`: the digest that a subscription would bring now, shown to the asker alone. */
export const preview: Command = {
  name: 'preview',
  names: { en: 'preview', zh: '预览' },
  description: { en: 'See what a subscription would bring now', zh: '预览订阅现在会发送的内容' },
  examples: [
    { en: '/preview', zh: '/preview' },
    { en: '/preview markets full', zh: '/preview 市场 完整' },
  ],
  options: [
    {
      name: 'what',
      names: { en: 'what', zh: '内容' },
      description: {
        en: 'Words as for /subscribe, such as markets full',
        zh: '与 /subscribe 相同的词，如 市场 完整',
      },
    },
  ],
  manage: true,
  costly: true,
  async run(ask, desk, progress) {
    const place = await desk.place(ask);
    const editions = desk.editions();
    const words = parseSubscribe(
      `${ask.text} ${ask.options.what ?? ''}`,
      {},
      {
        editions,
        topics: editions.flatMap((edition) => desk.topics(edition.id)),
        language: place.language,
      },
    );
    const wish = await wishOf(ask, desk, words, place);
    const topic = words.id ? (words.topics?.[0] ?? wish.topics[0]) : wish.topics[0];
    const want = await toWant(wish, topic, { desk, place });
    const report = want && (await desk.digest(want, progress));
    if (!report) return { ...plainMessage(nothingYet(place.language)), ephemeral: true };
    const message = await desk.tell(report, { length: wish.length });
    const others = otherTopics(wish, topic, { desk, language: place.language });
    return withNote(message, { actions: others, language: place.language });
  },
};

/** The subscription that is meant, or the chat's first one with what was said, or a new one. */
async function wishOf(ask: Ask, desk: Desk, words: SubscribeWords, place: Place): Promise<SubscribeWant> {
  if (words.id) return (await desk.subscription(ask, words.id)).subscription;
  const chat = ask.asker.chat ?? { platform: ask.asker.platform, id: '' };
  const existing = ask.asker.chat ? await desk.subscriptions(ask.asker.chat) : [];
  const isBare = Object.keys(words).length === 0;
  const meant = isBare ? existing[0] : undefined;
  return chooseSubscription({
    words,
    chat,
    ...(meant && { meant }),
    existing: meant ? [meant] : [],
    settings: ask.asker.chat && (await desk.settings(ask.asker.chat)),
    place,
    editions: desk.editions(),
    topicsOf: (edition) => desk.topics(edition),
  });
}

async function toWant(
  wish: SubscribeWant,
  topic: string | undefined,
  { desk, place }: { desk: Desk; place: Place },
): Promise<DigestWant | undefined> {
  const edition = desk.editions().find(({ id }) => id === wish.edition) ?? place.edition;
  const day = digestDay(edition, desk.now(), await desk.days(edition.id));
  if (day === undefined) return undefined;
  return {
    edition: edition.id,
    language: wish.language,
    window: toWindow({ firstDay: day, lastDay: day }, edition.timezone),
    ...(topic && { topic: { id: topic } }),
  };
}

/** A subscription to several topics brings a message each. */
function otherTopics(
  wish: SubscribeWant,
  shown: string | undefined,
  { desk, language }: { desk: Desk; language: Language },
): Action[] {
  if (!wish.id) return [];
  return desk
    .topics(wish.edition)
    .filter(({ id }) => wish.topics.includes(id) && id !== shown)
    .map(({ id, names }) => ({ label: inLanguage(names, language), command: `preview ${wish.id} ${id}` }));
}

function withNote(
  message: Message,
  { actions, language }: { actions: Action[]; language: Language },
): Message {
  const note = inLanguage(
    { en: 'Preview: this is what a subscription would bring now.', zh: '预览：订阅现在会发送以下内容。' },
    language,
  );
  return {
    ...message,
    blocks: [{ kind: 'paragraph', spans: [{ text: note, italic: true }] }, ...message.blocks],
    actions: [...actions, ...message.actions],
    ephemeral: true,
  };
}

function nothingYet(language: Language): string {
  return inLanguage(
    {
      en: 'There is nothing to show yet: no posts were read for that day; /digest lists the nearest days.',
      zh: '暂时没有可预览的内容：那一天没有读到帖子；发送 /digest 查看最近的日期。',
    },
    language,
  );
}

import type { Command } from '../src/core/command.ts';
import { inLanguage, isChinese } from '../src/core/language.ts';

/** `/topics`: what can be asked for, each a button. */
export const topics: Command = {
  name: 'topics',
  names: { en: 'topics', zh: '话题' },
  description: { en: 'The topics that can be asked for', zh: '可以查询的话题' },
  examples: [{ en: '/topics', zh: '/topics' }],
  options: [],
  async run(ask, desk) {
    const { edition, language } = await desk.place(ask);
    const known = desk.topics(edition.id);
    const heading = inLanguage({ en: 'Topics', zh: '话题' }, language);
    const hint = inLanguage(
      {
        en: 'Ask with /digest and a topic, or with any words of your own.',
        zh: '用 /digest 加话题提问，也可以用任意词语。',
      },
      language,
    );
    return {
      blocks: [
        { kind: 'heading', level: 1, text: heading },
        { kind: 'paragraph', spans: [{ text: hint }] },
        {
          kind: 'list',
          ordered: false,
          entries: known.map((topic) => [
            { text: topic.id, bold: true },
            { text: `${isChinese(language) ? '：' : ': '}${inLanguage(topic.names, language)}` },
          ]),
        },
      ],
      actions: known.map((topic) => ({
        label: inLanguage(topic.names, language),
        command: `digest ${topic.id}`,
      })),
    };
  },
};

import type { Command } from '../src/core/command.ts';
import { inLanguage } from '../src/core/language.ts';
import type { Block, Span } from '../src/core/message.ts';

/** `/help`: every command with its examples, written from the commands themselves. */
export const help: Command = {
  name: 'help',
  names: { en: 'help', zh: '帮助' },
  description: { en: 'What can be asked', zh: '可以问什么' },
  examples: [{ en: '/help', zh: '/help' }],
  options: [],
  async run(ask, desk) {
    const { language } = await desk.place(ask);
    const shown = desk.commands().filter((command) => !command.manage || ask.asker.canManage);
    const intro = inLanguage(
      {
        en: 'I read the day’s posts and tell what mattered, with a source for every line.',
        zh: '我阅读当天的帖子，说出重点，每一句都有出处。',
      },
      language,
    );
    const hint = inLanguage(
      {
        en: 'Words may come in any order, with or without names such as time:08:30.',
        zh: '词语顺序不限，也可以写成 时间:08:30 的形式。',
      },
      language,
    );
    const blocks = shown.map((command): Block => {
      const spans: Span[] = [
        { text: `/${command.name}`, bold: true },
        { text: ` — ${inLanguage(command.description, language)}\n` },
        { text: command.examples.map((example) => inLanguage(example, language)).join('   '), italic: true },
      ];
      return { kind: 'paragraph', spans };
    });
    const heading = inLanguage({ en: 'Help', zh: '帮助' }, language);
    const first: Block[] = [
      { kind: 'heading', level: 1, text: heading },
      { kind: 'paragraph', spans: [{ text: `${intro} ${hint}` }] },
    ];
    return { blocks: [...first, ...blocks], actions: [], ephemeral: true };
  },
};

import type { Command, Desk, Place, Status } from '../src/core/command.ts';
import { inLanguage } from '../src/core/language.ts';
import type { Block, Message } from '../src/core/message.ts';
import { editionLines, subscriptionLines, troubleLines } from '../src/core/status-text.ts';

/** `/status`: last run, next run, what failed and why, what it cost; the details are for managers. */
export const status: Command = {
  name: 'status',
  names: { en: 'status', zh: '状态' },
  description: { en: 'Last run, next run, and what failed', zh: '上次运行、下次运行和故障' },
  examples: [{ en: '/status', zh: '/status' }],
  options: [],
  async run(ask, desk) {
    const place = await desk.place(ask);
    const found = await desk.status(place.edition.id, ask.asker.chat);
    return tell(found, { desk, place, isManager: ask.asker.canManage });
  },
};

function tell(
  found: Status,
  { desk, place, isManager }: { desk: Desk; place: Place; isManager: boolean },
): Message {
  const { edition, language } = place;
  const names = (id: string) => ({
    edition: desk.editions().find((candidate) => candidate.id === id),
    topics: desk.topics(id),
  });
  const heading = inLanguage({ en: 'Status', zh: '状态' }, language);
  const lines = editionLines(found, place);
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: `${heading} · ${inLanguage(edition.title, language)}` },
    toList(lines),
    toList(subscriptionLines(found, { names, place, isManager })),
    toList(isManager ? troubleLines(found, place) : []),
  ];
  return {
    blocks: blocks.filter((block) => block.kind !== 'list' || block.entries.length > 0),
    actions: [],
    ephemeral: true,
  };
}

function toList(lines: readonly string[]): Block {
  return { kind: 'list', ordered: false, entries: lines.map((text) => [{ text }]) };
}

import type { Block, Message, Picture, Span } from '../../../src/core/message.ts';
import { hostilePosts } from '../../fixtures/hostile.ts';

/** A generated digest with what must be found in it. */
export interface Generated {
  message: Message;
  /** Texts of all claims, in order. */
  claims: string[];
  /** Addresses of all links, in order. */
  links: string[];
}

export const picture: Picture = {
  name: 'wordcloud_市场_20251227.png',
  contentType: 'image/png',
  bytes: new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]),
  width: 1200,
  height: 675,
  alt: '词云，2025-12-27，189 帖。高频词：Groq 12、内存 5、M2.1 4',
};

const english =
  'NVIDIA signed a licence with Groq for about 20 billion while memory prices rose again and models got cheaper'.split(
    ' ',
  );
const chinese = [...'英伟达与芯片公司达成授权协议内存价格再次上涨开源模型成本继续下降智能体开始接管测试工作'];
const emoji = ['🚀', '👩‍👩‍👧‍👦', '🏳️‍🌈', '⭐', '🇨🇳', '1️⃣', '💸'];

/** Digests of every size: short and long claims, three scripts, hostile posts as claims, many links and buttons. */
export function generateDigest(seed: number): Generated {
  const random = randomFrom(seed);
  const claims: string[] = [];
  const links: string[] = [];
  const entry = (): Span[] => {
    const text = `${claimText(random)} c${seed}q${claims.length}.`;
    claims.push(text);
    const cites = Array.from({ length: 1 + random(4) }, (_, index): Span[] => {
      const href = `https://x.com/user_${random(50)}/status/${seed}${claims.length}${index}`;
      links.push(href);
      return [{ text: ' ' }, { text: `@${handles[random(handles.length)]}`, href }];
    });
    return [...(random(2) ? [{ text: 'Theme', bold: true }, { text: ': ' }] : []), { text }, ...cites.flat()];
  };
  const lead = entry();
  const sections = Array.from({ length: 1 + random(5) }, (_, index): Block[] => [
    { kind: 'heading', level: 2, text: `Section ${index + 1} ${hostile(random)}`.slice(0, 80) },
    ...(random(3) ? [] : [{ kind: 'heading', level: 3, text: 'Theme' } as const]),
    { kind: 'list', ordered: random(2) === 0, entries: Array.from({ length: 1 + random(8) }, entry) },
  ]);
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: 'Twitter AI · 2025-12-27' },
    ...(random(3) ? [{ kind: 'image', picture } as const] : []),
    { kind: 'paragraph', spans: lead },
    ...sections.flat(),
    { kind: 'paragraph', spans: [{ text: 'Read: 189 posts\nWriter: extractive', italic: true }] },
  ];
  const actions = Array.from({ length: random(30) }, (_, index) => ({
    label: `${chinese.slice(0, random(20)).join('')} ${index}`,
    command: `digest topic-${index} 2025-12-27 zh`,
  }));
  const file = { name: '报告.md', contentType: 'text/markdown', bytes: new Uint8Array([35]) };
  const attachments = random(3) ? [] : [file];
  return { message: { blocks, actions, attachments, accent: `topic-${random(9)}` }, claims, links };
}

const handles = ['nora', 'some_user', '_edge_', 'everyone', '李雷', 'a.b-c', 'Sam⭐', 'x[1]'];

function claimText(random: (below: number) => number): string {
  const kind = random(6);
  const length = [5, 10, 20, 40, 80, 600][random(6)] ?? 20;
  const words = (pool: readonly string[], gap: string) =>
    Array.from({ length }, () => pool[random(pool.length)]).join(gap);
  if (kind === 0) return words(english, ' ');
  if (kind === 1) return words(chinese, '');
  if (kind === 2) return words(emoji, '');
  if (kind === 3) return hostile(random);
  if (kind === 4) return `${words(chinese, '')}。${hostile(random)} ${words(english, ' ')}`;
  return words([...english, ...chinese, '*', '_', '`', '||', '](', '<@1>', '@everyone'], ' ');
}

function hostile(random: (below: number) => number): string {
  return hostilePosts[random(hostilePosts.length)]?.text ?? '';
}

/** A small seeded generator (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

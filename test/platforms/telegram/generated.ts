import { composeDigest } from '../../../src/core/compose.ts';
import type { Message, Picture } from '../../../src/core/message.ts';
import type { Claim, Report, Theme } from '../../../src/core/report.ts';
import { hostilePosts } from '../../fixtures/hostile.ts';
import { claim, makeReport, names } from '../../fixtures/report.ts';

/** A message out of a generated report, with all that must be found in it once. */
export interface Generated {
  message: Message;
  claims: Claim[];
  isFull: boolean;
}

const picture: Picture = {
  name: 'wordcloud.png',
  contentType: 'image/png',
  bytes: new Uint8Array(64).fill(7),
  width: 1200,
  height: 675,
  alt: 'Word cloud, 2025-12-27, 189 posts. Most used: Groq 12, 内存 5',
};

/** Numbers of [0, 1) out of a seed (Mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const sentences = [
  'The lab published weights and a paper.',
  'Prices fall by 30% from Monday, it says.',
  '该公司发布了新一代推理模型，价格下降三成。',
  '团队表示，训练成本约为 560 万美元，仍待第三方核实。',
  'See Node.js, v1.2.3 and e.g. the U.S. rules.',
  '🚀🚀 已上线 🇨🇳👩‍👩‍👧‍👦 全平台可用！',
];

/** Claims are unique and long or short, in zh and en, with emoji, without spaces, or hostile. */
export function generate(seed: number): Generated {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let made = 0;
  const text = () => {
    const kind = random();
    if (kind < 0.3) return pick(hostilePosts).text;
    if (kind < 0.34) return '无标点的长句'.repeat(1 + Math.floor(random() * 900));
    if (kind < 0.37) return '🇨🇳👩‍👩‍👧‍👦'.repeat(1 + Math.floor(random() * 500));
    const count = 1 + Math.floor(random() ** 3 * 60);
    return Array.from({ length: count }, () => pick(sentences)).join(' ');
  };
  const claims: Claim[] = [];
  const next = (): Claim => {
    const id = `${seed}q${made++}`;
    const cites = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => ({
      postId: `${id}-${index}`,
      url: `https://x.com/a/status/${id}x${index}`,
      author: `nora_${index}`,
      quote: '',
    }));
    const stance = pick(['fact', 'rumour', 'opinion'] as const);
    const one = claim(`c${id}`, `kq${id}z ${text()} vq${id}z`, { cites, stance });
    claims.push(one);
    return one;
  };
  const list = (most: number) => Array.from({ length: Math.floor(random() * (most + 1)) }, next);
  const themes = (): Theme[] =>
    Array.from({ length: 1 + Math.floor(random() * 5) }, () => ({ title: pick(sentences), claims: list(8) }));
  const isFull = random() < 0.5;
  const overview = list(3);
  const points = list(10);
  const detail = isFull
    ? { insights: themes(), events: themes(), analyses: [{ section: 'ai', themes: themes() }] }
    : { insights: [], events: [], analyses: [] };
  const report: Report = makeReport({ language: pick(['zh', 'en']), overview, points, ...detail });
  const message = composeDigest(report, {
    length: isFull ? 'full' : 'short',
    names,
    days: ['2025-12-28', '2025-12-27', '2025-12-26'],
    ...(random() < 0.7 && { picture }),
  });
  return { message, claims, isFull };
}

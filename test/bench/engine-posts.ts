import type { Post } from '../../src/core/post.ts';
import { dataPath, readPosts } from './engine-data.ts';
import { createRandom } from './measures.ts';

/**
 * Posts for speed runs from a seed: real texts of the data folder with words swapped in from other posts, or,
 * where the folder is absent, texts over an invented vocabulary with a Zipf-like spread. One in five repeats
 * another post as people do; events come in bursts.
 */
export function* generatePosts(count: number, seed = 1): Generator<Post> {
  const random = createRandom(seed);
  const texts = realTexts() ?? inventedTexts(random);
  const recent: string[] = [];
  for (let i = 0; i < count; i++) {
    const text =
      random() < 0.2 && recent.length > 0 ? repeat(pick(recent, random), random) : mix(texts, random);
    if (recent.length < 2000) recent.push(text);
    else recent[Math.floor(random() * recent.length)] = text;
    yield toPost(i, count, text, random);
  }
}

function toPost(i: number, count: number, text: string, random: () => number): Post {
  const author = Math.floor(random() ** 2 * Math.max(50, count / 12));
  const seconds = Math.floor((i / count) * 86_399);
  return {
    id: `7${String(i).padStart(12, '0')}`,
    url: '',
    author: { handle: `author${author}`, followers: 100 + (author % 997) * 131 },
    text,
    createdAt: new Date(Date.UTC(2026, 3, 8) + seconds * 1000).toISOString(),
    metrics: { likes: Math.floor(random() ** 6 * 5000), reposts: 0, replies: 0, quotes: 0, views: 0 },
    source: 'bench',
  };
}

function realTexts(): string[] | undefined {
  const path = dataPath('posts/fortnight_2026-03-25_2026-04-08.ndjson.gz');
  return path === undefined ? undefined : readPosts(path).map(({ text }) => text.slice(0, 600));
}

const syllables = 'ka lo mi ren tus vel dor pha nix quo sar bel tin gor mav'.split(' ');
const hanzi =
  '模型推理芯片数据开源训练发布平台代码智能体算力融资电力市场研究应用价格公司团队产品技术用户方法结果';

function inventedTexts(random: () => number): string[] {
  const words = Array.from(
    { length: 4000 },
    () => syllables[Math.floor(random() * 15)] + pick(syllables, random) + pick(syllables, random),
  );
  const word = () => words[Math.floor(random() ** 3 * words.length)] ?? '';
  const latin = () => Array.from({ length: 12 + Math.floor(random() * 25) }, word).join(' ');
  const chinese = () =>
    Array.from({ length: 20 + Math.floor(random() * 60) }, () => pick([...hanzi], random)).join('');
  return Array.from({ length: 5000 }, () => (random() < 0.7 ? latin() : chinese()));
}

/** One text with a stretch of another: as many different posts as are asked for. */
function mix(texts: readonly string[], random: () => number): string {
  const [a, b] = [pick(texts, random), pick(texts, random)];
  const cutA = a.indexOf(' ', Math.floor(a.length * (0.4 + random() * 0.4)));
  const cutB = b.indexOf(' ', Math.floor(b.length * random() * 0.6));
  return `${cutA < 0 ? a : a.slice(0, cutA)} ${cutB < 0 ? b : b.slice(cutB + 1)}`.slice(0, 400);
}

function repeat(text: string, random: () => number): string {
  const kind = random();
  if (kind < 0.4) return `RT @someone: ${text}`;
  if (kind < 0.7) return `${text} https://t.co/${Math.floor(random() * 1e9).toString(36)}`;
  return kind < 0.85 ? `${text.slice(0, Math.floor(text.length * 0.7))}…` : text;
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

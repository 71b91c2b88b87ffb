import { cueKinds, type Edition, type Lexicon, type Topic } from '../../src/core/edition.ts';
import type { DayMemory, EngineInput, EngineResult } from '../../src/core/pack.ts';
import type { Post } from '../../src/core/post.ts';
import { runEngine } from '../../src/engine/engine.ts';

const noCues = Object.fromEntries(
  cueKinds.map((kind) => [kind, { en: [], zh: [] }]),
) as unknown as Lexicon['cues'];

export const lexicon: Lexicon = {
  aliases: [
    { id: 'nvidia', kind: 'company', en: 'NVIDIA', zh: '英伟达', also: ['Nvidia', 'nvidia', '$NVDA'] },
    { id: 'groq', kind: 'company', en: 'Groq', zh: 'Groq', also: ['groq'] },
    { id: 'claude', kind: 'product', en: 'Claude', zh: 'Claude', also: ['claude'] },
    { id: 'claude-code', kind: 'product', en: 'Claude Code', zh: 'Claude Code', also: ['claude code'] },
    { id: 'glm', kind: 'product', en: 'GLM', zh: 'GLM', also: [] },
  ],
  terms: [{ id: 'agents', group: 'ai', en: 'AI agents', zh: 'AI代理', also: ['智能体', 'AI agent'] }],
  stopWords: {
    en: 'the a an and or of to in on for with is are was it its this that at by from as we i you not be'.split(
      ' ',
    ),
    zh: ['的', '了', '在', '是', '和', '与', '都', '这', '我们', '今天'],
  },
  cues: {
    ...noCues,
    event: { en: ['launch', 'launches', 'released', 'acquires', 'license'], zh: ['发布', '收购', '授权'] },
    opinion: { en: ['i think'], zh: ['我认为'] },
    promotion: { en: ['use code', 'giveaway', 'dm me'], zh: ['加微信', '限时优惠'] },
    greeting: { en: ['good morning', 'happy new year'], zh: ['早上好'] },
    personal: { en: ['my dog'], zh: ['我家猫'] },
    instruction: { en: ['ignore previous', '<system>'], zh: ['忽略以上'] },
  },
};

export const topics: Topic[] = [
  {
    id: 'chips',
    names: { en: 'Chips', zh: '芯片' },
    ask: [],
    terms: { en: ['nvidia', 'groq', 'gpu'], zh: ['英伟达', '芯片'] },
  },
  {
    id: 'coding',
    names: { en: 'Coding', zh: '编程' },
    ask: [],
    terms: { en: ['claude code'], zh: ['编程'] },
  },
];

export const edition: Edition = {
  id: 'test',
  title: { en: 'Test', zh: '测试' },
  timezone: 'Asia/Shanghai',
  buildTime: '08:00',
  languages: ['zh', 'en'],
  sections: [{ id: 'hardware', names: { en: 'Hardware', zh: '硬件' }, topics: ['chips'] }],
  topics: [],
  sources: [],
  writer: 'extractive',
  sample: false,
};

export function makePost(id: string, text: string, more: Partial<Post> & { handle?: string } = {}): Post {
  const { handle = `author_${id}`, ...rest } = more;
  return {
    id,
    url: `https://posts.example/${handle}/${id}`,
    author: { handle },
    text,
    createdAt: '2025-12-27T02:00:00Z',
    source: 'test',
    ...rest,
  };
}

export function makeInput(posts: Post[], more: Partial<EngineInput> = {}): EngineInput {
  const window = { firstDay: '2025-12-27', lastDay: '2025-12-27', timezone: 'Asia/Shanghai' };
  return { edition, topics, lexicon, window, posts, history: [], ...more };
}

export function run(posts: Post[], more: Partial<EngineInput> = {}): EngineResult {
  return runEngine(makeInput(posts, more));
}

/** Kept post that stands for a post, by the result's copies. */
export function keptFor(result: EngineResult, id: string): string | undefined {
  for (const story of result.stories) {
    if (story.postIds.includes(id)) return id;
    const copy = story.copies.find(({ postId }) => postId === id);
    if (copy) return copy.of;
  }
  return undefined;
}

export function storyOf(result: EngineResult, id: string): EngineResult['stories'][number] | undefined {
  const kept = keptFor(result, id);
  return result.stories.find(({ postIds }) => kept !== undefined && postIds.includes(kept));
}

export function emptyMemory(day: string, more: Partial<DayMemory> = {}): DayMemory {
  return { day, docs: 100, terms: [], engagement: [], stories: [], ...more };
}

import type { DraftClaim } from '../../src/core/draft.ts';
import { cueKinds, type Lexicon } from '../../src/core/edition.ts';
import type { EvidencePack, PackPost, Story } from '../../src/core/pack.ts';
import { languageOf } from '../../src/core/text/language.ts';
import { createNameFinder } from '../../src/core/text/names.ts';
import type { VerifyTools } from '../../src/verify/evidence.ts';

const alias = (id: string, en: string, zh: string, kind = 'company', also: string[] = []) => ({
  id,
  kind,
  en,
  zh,
  also,
});

export const lexicon: Lexicon = {
  aliases: [
    alias('nvidia', 'NVIDIA', '英伟达', 'company', ['Nvidia']),
    alias('groq', 'Groq', 'Groq'),
    alias('openai', 'OpenAI', 'OpenAI'),
    alias('anthropic', 'Anthropic', 'Anthropic'),
    alias('google', 'Google', '谷歌'),
    alias('alphabet', 'Alphabet', 'Alphabet'),
    alias('microsoft', 'Microsoft', '微软'),
    alias('amazon', 'Amazon', '亚马逊'),
    alias('meta', 'Meta', 'Meta'),
    alias('apple', 'Apple', '苹果'),
    alias('cerebras', 'Cerebras', 'Cerebras'),
    alias('sambanova', 'SambaNova', 'SambaNova'),
    alias('deepseek', 'DeepSeek', '深度求索', 'company'),
    alias('minimax', 'MiniMax', 'MiniMax'),
    alias('zhipu', 'Zhipu AI', '智谱', 'company', ['Z.ai']),
    alias('servicenow', 'ServiceNow', 'ServiceNow'),
    alias('cursor', 'Cursor', 'Cursor', 'product'),
    alias('glm', 'GLM', 'GLM', 'model'),
    alias('gpt', 'GPT', 'GPT', 'model'),
    alias('claude', 'Claude', 'Claude', 'model'),
    alias('qwen', 'Qwen', '千问', 'model'),
    alias('softbank', 'SoftBank', '软银'),
    alias('new-york-times', 'New York Times', '纽约时报', 'organisation'),
  ],
  terms: [
    { id: 'ram', group: 'markets', en: 'RAM', zh: '内存', also: ['DRAM'] },
    { id: 'inference', group: 'ai', en: 'inference', zh: '推理', also: [] },
    { id: 'licence', group: 'markets', en: 'licence', zh: '授权', also: ['license'] },
  ],
  stopWords: { en: ['the', 'a', 'of', 'and', 'to', 'in', 'is'], zh: ['的', '了', '是'] },
  cues: {
    ...(Object.fromEntries(cueKinds.map((kind) => [kind, { en: [], zh: [] }])) as unknown as Lexicon['cues']),
    event: { en: ['released', 'acquires', 'launches'], zh: ['发布', '收购', '推出'] },
    opinion: { en: ['i think'], zh: ['认为'] },
    rumour: { en: ['reportedly', 'rumour'], zh: ['据传', '传闻'] },
    hedge: { en: ['may', 'could', 'about'], zh: ['可能', '约', '或将'] },
    instruction: { en: ['ignore previous', 'system prompt'], zh: ['忽略以上'] },
    gravity: { en: ['acquires', 'shuts down', 'died', 'bankrupt'], zh: ['收购', '破产', '去世', '关闭'] },
  },
};

export const tools: VerifyTools = {
  names: createNameFinder(lexicon),
  lexicon,
  language: 'zh',
  today: '2025-12-27',
};

export interface PostSpec {
  text: string;
  story?: string;
  author?: string;
  followers?: number;
  likes?: number;
}

/** A pack of posts `p1`, `p2`, … in stories that follow from them. */
export function makePack(specs: readonly PostSpec[]): EvidencePack {
  const posts = specs.map(toPackPost);
  const ids = [...new Set(posts.map((post) => post.storyId))];
  return {
    edition: 'test',
    window: { firstDay: '2025-12-27', lastDay: '2025-12-27', timezone: 'Asia/Shanghai' },
    stories: ids.map((id) =>
      toStory(
        id,
        posts.filter((post) => post.storyId === id),
      ),
    ),
    themes: ids.map((id) => ({ id: `t-${id}`, terms: [], storyIds: [id] })),
    posts,
    tokens: 0,
  };
}

function toPackPost(spec: PostSpec, index: number): PackPost {
  const handle = `p${index + 1}`;
  const author = spec.author ?? `author${index + 1}`;
  return {
    handle,
    text: spec.text,
    language: languageOf(spec.text),
    storyId: spec.story ?? 's1',
    copies: 0,
    facts: [],
    post: {
      id: `id-${index + 1}`,
      url: `https://posts.example/${author}/id-${index + 1}`,
      author: { handle: author, followers: spec.followers ?? 50_000 },
      text: spec.text,
      createdAt: `2025-12-27T0${index % 10}:00:00Z`,
      ...(spec.likes !== undefined && {
        metrics: { likes: spec.likes, reposts: 0, replies: 0, quotes: 0, views: 0 },
      }),
      source: 'test',
    },
  };
}

function toStory(id: string, posts: readonly PackPost[]): Story {
  return {
    id,
    headline: posts[0]?.text.slice(0, 60) ?? '',
    postIds: posts.map((post) => post.post.id),
    copies: [],
    theme: `t-${id}`,
    topics: [],
    score: 1,
    scoreParts: { corroboration: 1, engagement: 1, novelty: 0, news: 2, copies: 0, author: 0 },
    firstSeen: '2025-12-27',
    day: 1,
    fresh: [],
    terms: [],
    names: [],
    authors: [...new Set(posts.map((post) => post.post.author.handle))],
    languages: [...new Set(posts.map((post) => post.language))],
    kind: 'event',
  };
}

/** A draft claim on the given posts, each quoted by its first words. */
export function claimOn(pack: EvidencePack, text: string, handles: readonly string[] = ['p1']): DraftClaim {
  const first = pack.posts.find((post) => post.handle === handles[0]);
  return {
    text,
    storyId: first?.storyId ?? 's1',
    cites: handles.map((handle) => ({
      handle,
      quote: pack.posts.find((post) => post.handle === handle)?.text.slice(0, 20) ?? '',
    })),
    stance: 'fact',
  };
}

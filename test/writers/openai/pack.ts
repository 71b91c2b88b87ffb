import type { EvidencePack, PackPost, Story } from '../../../src/core/pack.ts';
import { languageOf } from '../../../src/core/text/language.ts';

export interface PostDraft {
  by: string;
  text: string;
  followers?: number;
}

export interface StoryDraft {
  id: string;
  section?: string;
  kind?: Story['kind'];
  posts: PostDraft[];
}

/** A pack as the engine makes it, out of a few words. */
export function packOf(drafts: readonly StoryDraft[]): EvidencePack {
  const posts: PackPost[] = [];
  for (const draft of drafts) {
    for (const { by, text, followers = 50_000 } of draft.posts) {
      const number = posts.length + 1;
      posts.push({
        handle: `p${number}`,
        post: {
          id: `${1000 + number}`,
          url: `https://x.example/${by}/status/${1000 + number}`,
          author: { handle: by, followers },
          text,
          createdAt: '2025-12-27T03:00:00.000Z',
          metrics: { likes: 500, reposts: 50, replies: 20, quotes: 5, views: 9000 },
          source: 'test',
        },
        text,
        language: languageOf(text),
        storyId: draft.id,
        copies: 0,
        facts: [],
      });
    }
  }
  const stories = drafts.map((draft) => toStory(draft, posts));
  return {
    edition: 'test',
    window: { firstDay: '2025-12-27', lastDay: '2025-12-27', timezone: 'UTC' },
    stories,
    themes: stories.map((story) => ({ id: story.theme, terms: story.terms, storyIds: [story.id] })),
    posts,
    tokens: 1000,
  };
}

function toStory(draft: StoryDraft, posts: readonly PackPost[]): Story {
  const own = posts.filter((post) => post.storyId === draft.id);
  const scoreParts = { corroboration: 1, engagement: 1, novelty: 1, news: 1, copies: 0, author: 0 };
  return {
    id: draft.id,
    headline: own[0]?.text ?? '',
    postIds: own.map((post) => post.post.id),
    copies: [],
    theme: `t-${draft.id}`,
    topics: [],
    score: 4,
    scoreParts,
    firstSeen: '2025-12-27',
    day: 1,
    fresh: [],
    ...(draft.section && { section: draft.section }),
    terms: [draft.id],
    names: [],
    authors: [...new Set(own.map((post) => post.post.author.handle))],
    languages: [...new Set(own.map((post) => post.language))],
    kind: draft.kind ?? 'event',
  };
}

/** Eight stories of an invented day, in English and Chinese. */
export const day: StoryDraft[] = [
  {
    id: 'groq',
    section: 'markets',
    posts: [
      {
        by: 'chipwatch',
        text: 'NVIDIA agrees to license Groq technology in a deal worth $20 billion, the companies said.',
      },
      { by: 'xinpian', text: '英伟达将以200亿美元获得Groq的技术授权，两家公司周三宣布。' },
    ],
  },
  {
    id: 'glm',
    section: 'ai',
    posts: [
      {
        by: 'modelnews',
        text: 'Zhipu releases GLM 4.7 with open weights; it scores 73.8% on SWE-bench Verified.',
      },
      { by: 'zhipufan', text: '智谱发布GLM 4.7并开放权重，在SWE-bench Verified上得分73.8%。' },
    ],
  },
  {
    id: 'manus',
    section: 'markets',
    posts: [
      {
        by: 'dealdesk',
        text: 'Meta acquires Manus, the agent startup, and keeps its team of 105 people in Singapore.',
      },
      { by: 'jiaoyi', text: 'Meta收购智能体创业公司Manus，保留其在新加坡的105人团队。' },
    ],
  },
  {
    id: 'waymo',
    section: 'ai',
    posts: [
      {
        by: 'robotaxi',
        text: 'Waymo pauses its robotaxi service in San Francisco after a power outage stopped cars at dark traffic lights.',
      },
      { by: 'wurenche', text: '旧金山停电导致红绿灯熄灭，Waymo暂停当地的无人出租车服务。' },
    ],
  },
  {
    id: 'memory',
    section: 'markets',
    posts: [
      {
        by: 'ramprices',
        text: 'DRAM contract prices rose 41% this quarter as data centres buy up supply, TrendForce says.',
      },
      { by: 'neicun', text: 'TrendForce称，本季度DRAM合约价上涨41%，数据中心抢购供应。' },
    ],
  },
  {
    id: 'agents',
    section: 'ai',
    kind: 'insight',
    posts: [
      {
        by: 'karpathy_fan',
        text: 'I think coding agents change the job of programmers more than any tool of the last twenty years did.',
      },
      { by: 'chengxuyuan', text: '我认为编程智能体对程序员工作的改变，超过过去二十年里的任何工具。' },
    ],
  },
  {
    id: 'qwen',
    section: 'ai',
    posts: [
      {
        by: 'qwenwatch',
        text: 'Alibaba open-sources Qwen-Image-Layered, a model that splits pictures into editable layers.',
      },
      { by: 'tongyi', text: '阿里巴巴开源Qwen-Image-Layered模型，可以把图片拆成可编辑的图层。' },
    ],
  },
  {
    id: 'power',
    section: 'markets',
    posts: [
      {
        by: 'gridnotes',
        text: 'Alphabet buys the energy developer Intersect for $4.75 billion to power its data centers.',
      },
      { by: 'dianli', text: 'Alphabet以47.5亿美元收购能源开发商Intersect，为数据中心供电。' },
    ],
  },
];

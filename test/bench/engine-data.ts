import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { cueKinds, type Edition, type Lexicon, type Topic } from '../../src/core/edition.ts';
import type { Post } from '../../src/core/post.ts';
import { dataPath } from '../tools/data.ts';

const root = new URL('../../', import.meta.url);

export { dataPath };

export function readLines(path: string): string[] {
  const bytes = readFileSync(path);
  const text = path.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
  return text.split('\n').filter((line) => line !== '');
}

interface RawPost {
  id: string;
  url: string;
  author: { handle: string; name?: string; followers?: number };
  created_at?: string;
  createdAt?: string;
  text: string;
  metrics?: {
    likes?: number;
    reposts?: number;
    retweets?: number;
    replies?: number;
    quotes?: number;
    views?: number;
  } | null;
  repostOf?: string;
  quoteOf?: string;
  replyTo?: string;
}

/** Posts of a file, in the engine's shape. */
export function readPosts(path: string): Post[] {
  return readLines(path).map((line) => toPost(JSON.parse(line) as RawPost));
}

function toPost(raw: RawPost): Post {
  const { metrics } = raw;
  return {
    id: raw.id,
    url: raw.url,
    author: raw.author,
    text: raw.text,
    createdAt: new Date(raw.createdAt ?? raw.created_at ?? 0).toISOString(),
    source: 'data',
    ...(metrics && {
      metrics: {
        likes: metrics.likes ?? 0,
        reposts: metrics.reposts ?? metrics.retweets ?? 0,
        replies: metrics.replies ?? 0,
        quotes: metrics.quotes ?? 0,
        views: metrics.views ?? 0,
      },
    }),
    ...(raw.repostOf && { repostOf: raw.repostOf }),
    ...(raw.quoteOf && { quoteOf: raw.quoteOf }),
    ...(raw.replyTo && { replyTo: raw.replyTo }),
  };
}

export const emptyLexicon: Lexicon = {
  aliases: [],
  terms: [],
  stopWords: { en: [], zh: [] },
  cues: Object.fromEntries(cueKinds.map((kind) => [kind, { en: [], zh: [] }])) as unknown as Lexicon['cues'],
};

/** The lexicon as the project ships it; an empty one where its files are missing. */
export function readLexicon(): Lexicon {
  const path = (name: string) => fileURLToPath(new URL(`config/lexicon/${name}`, root));
  if (!existsSync(path('aliases.yaml'))) return emptyLexicon;
  const yaml = (name: string) => parse(readFileSync(path(name), 'utf8'));
  const words = (name: string) => readLines(path(name)).filter((line) => !line.startsWith('#'));
  const withAlso = <T extends { also?: string[] }>(rows: T[]) =>
    rows.map((row) => ({ ...row, also: row.also ?? [] }));
  return {
    aliases: withAlso(yaml('aliases.yaml')),
    terms: withAlso(yaml('terms.yaml')),
    stopWords: { en: words('stop-words.en.txt'), zh: words('stop-words.zh.txt') },
    cues: { ...emptyLexicon.cues, ...yaml('cues.yaml') },
  };
}

export function readTopics(): Topic[] {
  const folder = fileURLToPath(new URL('config/topics/', root));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map(
      (name) => ({ id: name.replace('.yaml', ''), ...parse(readFileSync(folder + name, 'utf8')) }) as Topic,
    );
}

export const benchEdition: Edition = {
  id: 'bench',
  title: { en: 'Bench', zh: 'Bench' },
  timezone: 'UTC',
  buildTime: '08:00',
  languages: ['zh', 'en'],
  sections: [],
  topics: [],
  sources: [],
  writer: 'extractive',
  sample: false,
};

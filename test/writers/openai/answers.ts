import type { EvidencePack } from '../../../src/core/pack.ts';
import type { Step } from '../../fakes/openai/index.ts';
import { day, packOf } from './pack.ts';

export interface Claim {
  n: number;
  text: string;
  cites: { post: string; quote: string }[];
  stance: string;
}

export interface Report {
  events: { title: string; claims: Claim[] }[];
  insights: { title: string; claims: Claim[] }[];
  analyses: { section: string; themes: { title: string; claims: Claim[] }[] }[];
  points: unknown[];
  overview: { text: string; cites: { post: string; quote: string }[] }[];
}

export const pack: EvidencePack = packOf(day);

/** The post of a story in a language. */
function postOf(storyId: string, language: string) {
  const post = pack.posts.find((entry) => entry.storyId === storyId && entry.language === language);
  if (!post) throw new Error(`no ${language} post of ${storyId}`);
  return post;
}

export function citeOf(storyId: string, language = 'en') {
  const post = postOf(storyId, language);
  return { post: post.handle, quote: post.text.slice(0, 40) };
}

export function claimOf(n: number, storyId: string, changes: Partial<Claim> = {}, language = 'en'): Claim {
  return {
    n,
    text: postOf(storyId, language).text,
    cites: [citeOf(storyId, language)],
    stance: 'fact',
    ...changes,
  };
}

const eventStories = ['groq', 'glm', 'manus', 'waymo', 'memory', 'qwen', 'power'];
const titles: Record<string, string> = {
  groq: 'Groq',
  glm: 'GLM',
  manus: 'Manus',
  waymo: 'Waymo',
  memory: 'DRAM',
  qwen: 'Qwen',
  power: 'Intersect',
};

/** A faithful report: a claim a story. `change` may spoil it. */
export function goodReport(language = 'en', change: (report: Report) => void = () => {}): Report {
  const report: Report = {
    events: eventStories.map((story, index) => ({
      title: titles[story] ?? story,
      claims: [claimOf(index + 1, story, {}, language)],
    })),
    insights: [
      {
        title: language === 'zh' ? '编程智能体' : 'Coding agents',
        claims: [claimOf(8, 'agents', { stance: 'opinion' }, language)],
      },
    ],
    analyses: [],
    points: [1, 2, 3, 4, 5, 6, 7],
    overview: [
      {
        text: language === 'zh' ? '当天的话题集中在芯片与收购。' : 'The day turned on chips and takeovers.',
        cites: [citeOf('groq', language)],
      },
    ],
  };
  change(report);
  return report;
}

/** A report as it goes over the wire; anything else as it is. */
export function toWire(content: unknown): string {
  const { events, insights, analyses, points, overview } = content as Partial<Report>;
  if (!events || !insights || !analyses) return JSON.stringify(content);
  const themes = [
    ...events.map((theme) => ({ part: 'events', ...theme })),
    ...insights.map((theme) => ({ part: 'insights', ...theme })),
    ...analyses.flatMap((analysis) =>
      analysis.themes.map((theme) => ({ part: `analysis:${analysis.section}`, ...theme })),
    ),
  ];
  return JSON.stringify({ themes, points, overview });
}

export function say(content: unknown, more: Partial<Extract<Step, { kind: 'answer' }>> = {}): Step {
  return {
    kind: 'answer',
    content: typeof content === 'string' ? content : toWire(content),
    ...more,
  };
}

export function sayGood(language = 'en', change?: (report: Report) => void): Step {
  return say(goodReport(language, change));
}

export function sayRepair(...claims: (Partial<Claim> & { n: number; drop?: boolean })[]): Step {
  const full = claims.map((claim) => ({ text: '', cites: [], stance: 'fact', drop: false, ...claim }));
  return say({ claims: full });
}

export function fail(status: number, error: unknown = {}, headers: Record<string, string> = {}): Step {
  return {
    kind: 'raw',
    status,
    body: JSON.stringify({ error }),
    headers: { 'content-type': 'application/json', ...headers },
  };
}

export function page(status: number, body: string, type = 'text/html'): Step {
  return { kind: 'raw', status, body, headers: { 'content-type': type } };
}

/** Changes the first claim of the event about a story. */
export function spoil(storyId: string, changes: Partial<Claim>): (report: Report) => void {
  return (report) => {
    const claim = report.events[eventStories.indexOf(storyId)]?.claims[0];
    Object.assign(claim ?? {}, changes);
  };
}

/** The same day in a language without headings of our own. */
export function frenchReport(): Report {
  const texts: [string, string][] = [
    ['groq', 'NVIDIA obtient une licence sur la technologie de Groq pour $20B.'],
    ['glm', 'Zhipu publie GLM 4.7 avec des poids ouverts et obtient 73.8% sur SWE-bench Verified.'],
    ['manus', 'Meta rachète Manus, la startup des agents, et garde son équipe de 105 personnes à Singapore.'],
    ['waymo', 'Waymo suspend ses robotaxis à San Francisco après une panne de courant.'],
    ['memory', 'TrendForce voit les prix de la DRAM monter de 41% ce trimestre.'],
    [
      'power',
      'Alphabet achète le développeur Intersect pour $4.75B afin d’alimenter ses centres de données.',
    ],
  ];
  return {
    events: texts.map(([story, text], index) => ({
      title: titles[story] ?? '',
      claims: [claimOf(index + 1, story, { text })],
    })),
    insights: [],
    analyses: [],
    points: [1, 2, 3, 4, 5, 6],
    overview: [{ text: 'La journée est celle des puces et des rachats.', cites: [citeOf('groq')] }],
  };
}

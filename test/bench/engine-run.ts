import { runEngine } from '../../src/engine/engine.ts';
import { benchEdition, readLexicon, readTopics } from './engine-data.ts';
import { generatePosts } from './engine-posts.ts';

/** One measured run in a process of its own; prints one line of JSON. */
const count = Number(process.argv[2]);
const posts = [...generatePosts(count)];
const lexicon = readLexicon();
const topics = readTopics();
const window = { firstDay: '2026-04-08', lastDay: '2026-04-08', timezone: 'UTC' };
const steps: Record<string, number> = {};
let step = '';
const before = process.cpuUsage();
const threadBefore = process.threadCpuUsage();
let since = cpuMs();
const progress = (name: string) => {
  const now = cpuMs();
  if (step !== '') steps[step] = (steps[step] ?? 0) + now - since;
  step = name;
  since = now;
};

/** The engine's own thread, without the runtime's helpers that compile and collect beside it. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage(threadBefore);
  return (user + system) / 1000;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const result = runEngine(
  { edition: benchEdition, topics, lexicon, window, posts, history: [] },
  { progress },
);
progress('end');
console.log(
  JSON.stringify({
    posts: count,
    cpuSeconds: threadMs() / 1000,
    processSeconds: cpuMs() / 1000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    kept: result.counts.kept,
    stories: result.stories.length,
    themes: result.themes.length,
    packTokens: result.pack.tokens,
    steps: Object.fromEntries(Object.entries(steps).map(([name, ms]) => [name, Math.round(ms)])),
  }),
);

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The word cloud against d3-cloud on a native canvas, in one run: the same words and font, 1200 x 675.
 * d3-cloud gets the largest scale at which it places every word. CPU is user and system time of the whole
 * process; cold runs of both take turns.
 */
export async function run(args: string[]): Promise<void> {
  const rounds = Number(args[0] ?? 5);
  const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  try {
    for (const count of [200, 500]) printCount(count, compare(count, rounds, scratch));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const root = new URL('../../', import.meta.url);
const pathOf = (path: string): string => fileURLToPath(new URL(path, root));

interface Usage {
  cpuMs: number;
  peakMb: number;
}

interface Warm {
  placed: number;
  of: number;
  smallest: number;
  bytes: number;
  costs: number[];
  fill: number;
  shared: number;
}

interface Side {
  warm: Warm;
  cold: Usage;
}

function compare(count: number, rounds: number, scratch: string): { ours: Side; theirs: Side } {
  const words = pathOf(`test/fixtures/cloud/words-${count}.json`);
  const scale = largestScale(words);
  const ours = () =>
    measureProcess([...cloudCommand(), '--words', words, '--out', join(scratch, 'a.png')], scratch);
  const theirs = () => measureProcess(d3Command(words, scale, 1), scratch);
  ours();
  const cold = Array.from({ length: rounds }, () => ({ ours: ours(), theirs: theirs() }));
  return {
    ours: {
      warm: readWarm([pathOf('test/bench/cloud-ours.ts'), words, '20']),
      cold: medianUsage(cold.map((pair) => pair.ours)),
    },
    theirs: {
      warm: readWarm(d3Command(words, scale, 21)),
      cold: medianUsage(cold.map((pair) => pair.theirs)),
    },
  };
}

/** What `npm run cloud` runs, without the leading `node`. */
function cloudCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const [script = '', ...rest] = String(scripts.cloud).split(' ').slice(1);
  return [pathOf(script), ...rest];
}

function d3Command(words: string, scale: number, times: number): string[] {
  const font = pathOf('src/cloud/fonts/NotoSansSC-Bold.subset.ttf');
  return [pathOf('test/bench/cloud-d3.mjs'), words, font, String(scale), String(times)];
}

function largestScale(words: string): number {
  let scale = 0.5;
  const fits = (candidate: number): boolean => {
    const { placed, of } = JSON.parse(runNode(d3Command(words, candidate, 1))) as Warm;
    return placed === of;
  };
  while (fits(scale + 0.1)) scale += 0.1;
  return Number(scale.toFixed(1));
}

function measureProcess(command: string[], scratch: string): Usage {
  const file = join(scratch, 'usage.json');
  runNode(['--import', new URL('test/bench/usage.mjs', root).href, ...command], { USAGE_FILE: file });
  return JSON.parse(readFileSync(file, 'utf8')) as Usage;
}

function readWarm(command: string[]): Warm {
  const warm = JSON.parse(runNode(command, { MEASURE: '1' })) as Warm;
  return { ...warm, costs: warm.costs.slice(-10) };
}

function runNode(command: string[], env: Record<string, string> = {}): string {
  return execFileSync(process.execPath, command, { env: { ...process.env, ...env } }).toString();
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function medianUsage(usages: Usage[]): Usage {
  return { cpuMs: median(usages.map((u) => u.cpuMs)), peakMb: median(usages.map((u) => u.peakMb)) };
}

function printCount(count: number, { ours, theirs }: { ours: Side; theirs: Side }): void {
  const limits =
    count === 200
      ? { warm: '0.45', fill: '75 %', size: '20 px', png: '150 KB' }
      : { warm: '0.60', fill: '70 %', size: '14 px', png: '200 KB' };
  const ratio = (a: number, b: number): string => (a / b).toFixed(2);
  const [us, them] = [median(ours.warm.costs), median(theirs.warm.costs)];
  const row = (name: string, a: string, b: string, bar: string): string =>
    `${name.padEnd(22)} ${a.padStart(12)} ${b.padStart(16)}   ${bar}`;
  const rows = [
    row(`${count} words`, 'broadsheet', 'd3-cloud, native', 'bar'),
    row('placed', `${ours.warm.placed}`, `${theirs.warm.placed}`, 'all'),
    row('pixels of two words', `${ours.warm.shared}`, `${theirs.warm.shared}`, '0'),
    row('fill by word boxes', percent(ours.warm.fill), percent(theirs.warm.fill), limits.fill),
    row('smallest word', `${ours.warm.smallest} px`, `${theirs.warm.smallest} px`, limits.size),
    row(
      'CPU, cold process',
      `${ours.cold.cpuMs.toFixed(0)} ms`,
      `${theirs.cold.cpuMs.toFixed(0)} ms`,
      `${ratio(ours.cold.cpuMs, theirs.cold.cpuMs)} of 1.00`,
    ),
    row(
      'CPU, warm picture',
      `${us.toFixed(0)} ms`,
      `${them.toFixed(0)} ms`,
      `${ratio(us, them)} of ${limits.warm}`,
    ),
    row(
      'peak memory, cold',
      `${ours.cold.peakMb.toFixed(0)} MB`,
      `${theirs.cold.peakMb.toFixed(0)} MB`,
      '90 MB',
    ),
    row('PNG', kilobytes(ours.warm.bytes), kilobytes(theirs.warm.bytes), limits.png),
  ];
  process.stdout.write(`${rows.join('\n')}\n\n`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} KB`;
}

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  alterationRows,
  clusterRows,
  labelledRows,
  linkRows,
  pickRows,
  type Row,
  retweetRows,
  sameEventRows,
  twinRows,
} from './engine-quality.ts';

interface SpeedRun {
  posts: number;
  /** Of the engine's thread, and of the whole process with the runtime's helper threads. */
  cpuSeconds: number;
  processSeconds: number;
  peakMegabytes: number;
  kept: number;
  stories: number;
  themes: number;
  packTokens: number;
  steps: Record<string, number>;
}

const speedBars: Record<number, { seconds?: number; megabytes?: number }> = {
  20000: { seconds: 2 },
  100000: { seconds: 11, megabytes: 600 },
  1000000: { seconds: 120, megabytes: 2048 },
};

/** The engine's speed and quality as two tables; `--million` adds the largest run, `--speed`, `--quality` choose one. */
export async function run(args: string[]): Promise<void> {
  if (!args.includes('--quality')) printSpeed(args.includes('--million'));
  if (!args.includes('--speed')) printQuality();
}

function printSpeed(withMillion: boolean): void {
  console.log('engine: speed, each run in a process of its own');
  console.log(
    columns([
      'posts',
      'thread s',
      'all s',
      'bar',
      'peak MB',
      'bar',
      'kept',
      'stories',
      'pack tokens',
      'steps, CPU ms',
    ]),
  );
  const sizes = [500, 2000, 20_000, 100_000, ...(withMillion ? [1_000_000] : [])];
  const runs = sizes.map((size) => {
    const measured = measure(size);
    printRun(measured);
    return measured;
  });
  const base = runs.find(({ posts }) => posts === 20_000);
  const last = runs.at(-1);
  if (!base || !last || base === last) return;
  const growth = Math.log(last.cpuSeconds / base.cpuSeconds) / Math.log(last.posts / base.posts);
  console.log(`growth from ${base.posts} to ${last.posts}: n^${growth.toFixed(2)} (bar n^1.10)`);
}

function measure(size: number): SpeedRun {
  const script = fileURLToPath(new URL('engine-run.ts', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [script, String(size)], { encoding: 'utf8' })) as SpeedRun;
}

function printRun(measured: SpeedRun): void {
  const bar = speedBars[measured.posts];
  const steps = Object.entries(measured.steps).map(([name, ms]) => `${name} ${ms}`);
  console.log(
    columns([
      String(measured.posts),
      measured.cpuSeconds.toFixed(2),
      measured.processSeconds.toFixed(2),
      bar?.seconds === undefined ? '' : String(bar.seconds),
      measured.peakMegabytes.toFixed(0),
      bar?.megabytes === undefined ? '' : String(bar.megabytes),
      String(measured.kept),
      String(measured.stories),
      String(measured.packTokens),
      steps.join(', '),
    ]),
  );
}

function columns(cells: string[]): string {
  const widths = [9, 8, 8, 5, 8, 6, 8, 8, 12, 0];
  return cells.map((cell, place) => cell.padEnd(widths[place] ?? 0)).join(' ');
}

function printQuality(): void {
  console.log('\nengine: quality against labelled sets and baselines');
  const parts = [
    retweetRows,
    alterationRows,
    clusterRows,
    sameEventRows,
    labelledRows,
    linkRows,
    twinRows,
    pickRows,
  ];
  const rows = parts.flatMap((part) => part());
  if (rows.length === 0) console.log('  the data folder is absent: nothing to measure against');
  for (const row of rows) console.log(`  ${rowText(row)}`);
}

function rowText({ measure: name, value, bar, atMost, baseline }: Row): string {
  const verdict = isMet(value, bar, atMost) ? 'met   ' : 'missed';
  const limit = bar === undefined ? '' : `${atMost ? '≤' : '≥'} ${bar}`;
  return `${name.padEnd(64)} ${value.toFixed(4)}  ${limit.padEnd(8)} ${bar === undefined ? '      ' : verdict}  ${baseline ?? ''}`;
}

function isMet(value: number, bar: number | undefined, atMost: boolean | undefined): boolean {
  if (bar === undefined) return true;
  return atMost ? value <= bar : value >= bar;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What the process holds at the end of a simulated day, in bytes, and what it had done by then. */
export interface DayEnd {
  day: number;
  heapUsed: number;
  external: number;
  arrayBuffers: number;
  rss: number;
  pages: number;
  answers: number;
  /** Messages that arrived on the fake Telegram. */
  sent: number;
}

export interface Simulated {
  days: number;
  minutesAStep: number;
  pagesAStep: number;
}

/** The bot on a clock of its own, in a process of its own; see memory-run.ts. */
export async function simulateDays({ days, minutesAStep, pagesAStep }: Simulated): Promise<DayEnd[]> {
  const script = fileURLToPath(new URL('./memory-run.ts', import.meta.url));
  const args = ['--expose-gc', script, ...[days, minutesAStep, pagesAStep].map(String)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let complaints = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (complaints += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the simulated days ended with ${code}: ${complaints}`);
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as DayEnd);
}

/** Bytes that the heap grew by after the first day, on which caches fill. */
export function growthAfterFirst(ends: readonly DayEnd[]): number {
  return (ends.at(-1)?.heapUsed ?? 0) - (ends[0]?.heapUsed ?? 0);
}

/** Three days after one of warm-up, every minute of them. */
export async function run(): Promise<void> {
  const ends = await simulateDays({ days: 4, minutesAStep: 1, pagesAStep: 2 });
  const mb = (bytes: number) => (bytes / 1e6).toFixed(1);
  for (const { day, heapUsed, external, rss, pages, answers, sent } of ends) {
    process.stdout.write(
      `day ${day}: heap ${mb(heapUsed)} MB, outside it ${mb(external)} MB, resident ${mb(rss)} MB; ${pages} pages, ${answers} answers, ${sent} messages so far\n`,
    );
  }
  process.stdout.write(`growth in three days after the first: ${mb(growthAfterFirst(ends))} MB (bar: 5)\n`);
}

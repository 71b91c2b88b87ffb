import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start, waitForOutput } from '../tools/run.ts';

const perSecond = 200;
const seconds = 15;

/** The day's page under 200 requests a second, each sent at its own time, whatever the ones before it do. */
export async function run(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const bot = start('src/main.ts', [], { env: { PORT: '0', DATA_DIR: dir } });
  try {
    const [, address = ''] = await waitForOutput(bot, /Ask on the page: (http:\/\/\S+)/);
    const agent = new Agent({ keepAlive: true });
    await ask(`${address}/sample/2025-12-27?lang=zh`, agent);
    const sent: Promise<Answer>[] = [];
    const startedMs = performance.now();
    for (let number = 0; number < perSecond * seconds; number++) {
      const waitMs = startedMs + (number * 1000) / perSecond - performance.now();
      if (waitMs > 1) await sleep(waitMs);
      sent.push(ask(`${address}/sample/2025-12-27?lang=zh`, agent));
    }
    report(await Promise.all(sent));
    agent.destroy();
  } finally {
    bot.kill('SIGTERM');
    await once(bot, 'close');
    rmSync(dir, { recursive: true });
  }
}

interface Answer {
  status: number;
  bytes: number;
  ms: number;
}

function ask(url: string, agent: Agent): Promise<Answer> {
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, bytes, ms: performance.now() - startedMs }),
      );
    });
    request.on('error', reject);
  });
}

function report(answers: readonly Answer[]): void {
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1);
  const failed = answers.filter(({ status }) => status !== 200).length;
  process.stdout.write(
    `a day's page at ${perSecond} requests/s for ${seconds} s: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms; ${failed} of ${answers.length} failed; ${answers[0]?.bytes} bytes packed\n`,
  );
}

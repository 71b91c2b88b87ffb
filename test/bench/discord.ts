import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { composeDigest } from '../../src/core/compose.ts';
import type { Message } from '../../src/core/message.ts';
import { createLog } from '../../src/lib/log.ts';
import { createDiscordPlatform } from '../../src/platforms/discord/index.ts';
import type { Bot } from '../../src/ports.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/client.ts';
import type { SeenInteraction } from '../fakes/discord/shapes.ts';
import { token } from '../fakes/discord/world.ts';
import { claim, makeReport, names } from '../fixtures/report.ts';

/**
 * `npm run bench -- discord [--asks 200] [--rounds 3]`: so many people ask for an archived digest at once, on
 * loopback; once with an idle machine, once while two threads compute as a build and a drawing would. Times are
 * taken by the fake, from its dispatch to the arrival of the first answer and of the digest itself.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { asks: { type: 'string', default: '200' }, rounds: { type: 'string', default: '3' } },
  });
  const [asks, rounds] = [Number(values.asks), Number(values.rounds)];
  const discord = await startFakeDiscord();
  const platform = createDiscordPlatform({
    token,
    apiUrl: discord.apiUrl,
    commands: [],
    values: { getValue: async () => undefined, setValue: async () => {} },
    log: createLog({ level: 'silent', secrets: [token] }),
    clock: { now: () => new Date().toISOString() },
  });
  try {
    await platform.start(archiveBot());
    console.log('round'.padEnd(16), ...heads.map((head) => head.padStart(14)));
    for (let round = 1; round <= rounds; round += 1) await measure(`idle ${round}`, discord, asks);
    const load = [startLoad(), startLoad()];
    for (let round = 1; round <= rounds; round += 1) await measure(`loaded ${round}`, discord, asks);
    await Promise.all(load.map((worker) => worker.terminate()));
  } finally {
    await platform.stop();
    await discord.stop();
  }
}

const heads = ['first p50 ms', 'first p99 ms', 'first max ms', 'digest p99 ms', 'late'];

async function measure(name: string, discord: FakeDiscord, asks: number): Promise<void> {
  const mine = new Set(
    await discord.act({ kind: 'command', command: 'digest', options: { date: '2025-12-27' }, times: asks }),
  );
  const isDone = ({ toldAt, late }: SeenInteraction) => toldAt !== undefined || late === true;
  const found = await discord.until(
    ({ interactions }) => interactions.filter(({ id }) => mine.has(id)).every(isDone),
    120_000,
  );
  const seen = found.interactions.filter(({ id }) => mine.has(id));
  const first = seen.map(({ answeredAt = Number.NaN, dispatchedAt }) => answeredAt - dispatchedAt);
  const whole = seen.map(({ toldAt = Number.NaN, dispatchedAt }) => toldAt - dispatchedAt);
  const late = seen.filter((each) => each.late).length;
  const cells = [
    quantile(first, 0.5),
    quantile(first, 0.99),
    Math.max(...first),
    quantile(whole, 0.99),
    late,
  ];
  console.log(name.padEnd(16), ...cells.map((cell) => String(cell).padStart(14)));
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

/** Answers at once, as from the archive: ten points in Chinese with their links, and a picture of usual size. */
function archiveBot(): Bot {
  const bytes = new Uint8Array(180_000).map((_, index) => (index * 2_654_435_761) >>> 24);
  const picture = {
    name: 'wordcloud_sample_20251227_20251227.png',
    contentType: 'image/png',
    bytes,
    width: 1200,
    height: 675,
    alt: '词云，2025-12-27，189 帖。高频词：Groq 12、内存 5、M2.1 4',
  } as const;
  const text =
    '英伟达与 Groq 就推理芯片达成约 200 亿美元的非独占授权，*核心团队*随之加入，内存价格再次上涨。';
  const points = Array.from({ length: 10 }, (_, index) => claim(`p${index}`, `${text}第 ${index} 点。`));
  const report = makeReport({ language: 'zh', points });
  const days = ['2025-12-27', '2025-12-26'];
  return {
    answer: async (): Promise<Message> => composeDigest(report, { length: 'short', names, picture, days }),
    suggest: async () => [],
    noteChat: async () => {},
  };
}

/** A thread that never rests. */
function startLoad(): Worker {
  return new Worker('for (let x = 1; ; x = (x * 48271) % 2147483647) if (x < 0) break;', { eval: true });
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBot } from '../../src/bot.ts';
import { addMs } from '../../src/core/schedule.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { startSourceServer } from '../fakes/source-server.ts';
import type { FakeRow } from '../fakes/source-server-process.ts';
import { startFakeTelegram } from '../fakes/telegram/index.ts';
import { group, privateChat, said, token } from '../platforms/telegram/tools.ts';
import { copyConfig } from '../tools/config.ts';
import { root } from '../tools/run.ts';

/**
 * The whole bot in this process on a clock of its own: posts come in, reports are built, digests go out, people ask
 * and read. Prints what the heap holds after each day. Needs --expose-gc.
 * Arguments: days, minutes a step, readers' pages a step.
 */
const [days = 4, stepMinutes = 1, pagesAStep = 3] = process.argv.slice(2).map(Number);

const start = '2026-02-01T16:00:00.000Z';
const words = ['Groq', 'agents', '芯片', 'OpenAI', 'price', '模型', 'robot', 'Claude'];
const dir = mkdtempSync(join(tmpdir(), 'broadsheet-memory-'));
const sources = await startSourceServer();
const telegram = await startFakeTelegram();
const clock = createFakeClock(start);
const running = await startBot({
  env: {
    ...{ PORT: '0', DATA_DIR: dir, CONFIG_DIR: configOf(), LOG_LEVEL: 'error' },
    ...{ X_BEARER_TOKEN: 'fake', X_API_URL: sources.url },
    ...{ TELEGRAM_TOKEN: token, TELEGRAM_API_ROOT: telegram.apiRoot },
    OPERATOR_CHAT: `telegram:${privateChat.id}`,
  },
  dir: root,
  clock,
  stdout: process.stderr,
});

try {
  await telegram.reset({ chats: [privateChat, group] });
  await telegram.push(
    said('/subscribe 21:00 Asia/Shanghai zh', group),
    said('/subscribe 07:30', privateChat),
  );
  await telegram.until(({ sent }) => sent.length === 2);
  const done = { pages: 0, answers: 0 };
  for (let day = 0; day < days; day++) {
    await sources.serve(rowsOf(day));
    for (let minute = 0; minute < 24 * 60; minute += stepMinutes) {
      clock.addMs(stepMinutes * 60_000);
      await running.minute();
      done.pages += await readPages(minute);
      if (minute % 120 === 0) done.answers += await askInChat(minute);
    }
    tell(day + 1, { ...done, sent: (await telegram.look()).sent.length });
  }
} finally {
  await running.stop();
  await telegram.close();
  await sources.close();
  rmSync(dir, { recursive: true });
}

function configOf(): string {
  const copied = copyConfig(join(root, 'config'));
  const file = join(copied, 'editions/twitter_ai.yaml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(
      /sources:[\s\S]*?(?=\n\w|$)/,
      'sources:\n  - { kind: x, name: list, user: nora }',
    ),
  );
  return copied;
}

/** The sample's posts as another list's, a fortnight that comes again and again under new ids. */
function rowsOf(day: number): FakeRow[] {
  const folder = join(root, 'config/sample/posts');
  const files = readdirSync(folder).sort();
  const file = files[day % files.length] ?? '';
  const shiftMs = Date.parse(start) + day * 86_400_000 - Date.parse(`${file.slice(0, 10)}T00:00:00+08:00`);
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .map(({ id, author, text, createdAt, metrics }) => ({
      id: String(BigInt(id) + BigInt(day) * 362_387_865_600_000n),
      handle: author.handle,
      text,
      createdAt: addMs(createdAt, shiftMs),
      likes: metrics?.likes ?? 0,
    }));
}

/** Pages as readers and a crawler see them: the newest day, and addresses that never come again. */
async function readPages(minute: number): Promise<number> {
  const today = clock.now().slice(0, 10);
  const word = `${words[minute % words.length]}`;
  const paths = [
    '/twitter_ai',
    `/twitter_ai/${today}?lang=${minute % 2 ? 'zh' : 'en'}&n=${minute}`,
    `/twitter_ai/search?q=${encodeURIComponent(word)}+${minute}`,
    `/twitter_ai/trends/${encodeURIComponent(word)}?n=${minute}`,
    '/metrics',
    '/readyz',
    `/ask?q=${encodeURIComponent(`/digest ${word}`)}`,
    `/nothing/${minute}`,
  ];
  const turn = minute / stepMinutes;
  const chosen = Array.from({ length: pagesAStep }, (_, n) => paths[(turn + n * 3) % paths.length]);
  // A crawler with addresses of its own invention: what is kept of pages must have an end within the first day.
  const crawled = Array.from(
    { length: Math.ceil(stepMinutes * 0.4) },
    (_, n) => `/sample/days?n=${minute}.${n}`,
  );
  const all = [...chosen, ...crawled];
  for (const path of all) await (await fetch(running.address + path)).arrayBuffer();
  return all.length;
}

async function askInChat(minute: number): Promise<number> {
  const questions = ['/digest', '/trend Groq', '/status', '/digest 芯片', '/topics', '/subscriptions'];
  const before = (await telegram.look()).sent.length;
  await telegram.push(said(questions[(minute / 120) % questions.length] ?? '/help', privateChat));
  await telegram.until(({ sent }) => sent.length > before, 20_000);
  return 1;
}

function tell(day: number, done: Record<string, number>): void {
  for (let round = 0; round < 3; round++) (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  const line = { day, heapUsed, external, arrayBuffers, rss, ...done };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

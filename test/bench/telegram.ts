import { composeDigest } from '../../src/core/compose.ts';
import type { Message, Picture } from '../../src/core/message.ts';
import type { Style } from '../../src/platforms/telegram/parts.ts';
import { startFakeTelegram } from '../fakes/telegram/index.ts';
import { claim, makeReport, names } from '../fixtures/report.ts';
import { ada, fakeBot, platformOn, said } from '../platforms/telegram/tools.ts';

const askers = 200;

/** Two hundred chats ask at once for an archived digest: how long until the first answer is at the server. */
export async function run(_args: string[]): Promise<void> {
  for (const style of ['rich', 'html'] as const) await measure(style);
}

async function measure(style: Style): Promise<void> {
  const fake = await startFakeTelegram();
  const chats = Array.from({ length: askers }, (_, index) => ({
    id: 2000 + index,
    type: 'private' as const,
    first_name: 'A',
  }));
  await fake.reset({ chats });
  const message = digest();
  const platform = platformOn(fake, { style });
  await platform.start(fakeBot(() => message));
  const { now } = await fake.look();
  await fake.push(...chats.map((chat) => said('/digest', chat, { ...ada, id: chat.id })));
  const { calls } = await fake.until(
    ({ sent }) => new Set(sent.map(({ chatId }) => chatId)).size === askers,
    60_000,
  );
  await platform.stop();
  await fake.close();
  process.stdout.write(
    `${style.padEnd(5)} ${askers} asks at once, first answer after: ${row(firstAfter(calls, now))}\n`,
  );
}

/** A short digest of ordinary length with a picture of ordinary weight. */
function digest(): Message {
  const points = Array.from({ length: 10 }, (_, index) =>
    claim(
      `c${index}`,
      `${index} ${'The lab released open weights and says that prices fall by 30%. '.repeat(3)}`,
    ),
  );
  const picture: Picture = {
    name: 'wordcloud.png',
    contentType: 'image/png',
    bytes: new Uint8Array(150_000).fill(1),
    width: 1200,
    height: 675,
    alt: 'Word cloud. Most used: Groq 12, 内存 5',
  };
  return composeDigest(makeReport({ points }), { length: 'short', names, picture });
}

function firstAfter(
  calls: { method: string; at: number; payload: Record<string, unknown> }[],
  from: number,
): number[] {
  const first = new Map<unknown, number>();
  for (const { method, at, payload } of calls) {
    if (/^send(?!ChatAction)/.test(method) && Number(payload.chat_id) < 3000 && !first.has(payload.chat_id)) {
      first.set(payload.chat_id, at - from);
    }
  }
  return [...first.values()].sort((a, b) => a - b);
}

function row(times: number[]): string {
  const at = (share: number) => `${Math.round(times[Math.ceil(times.length * share) - 1] ?? 0)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, last ${at(1)}`;
}

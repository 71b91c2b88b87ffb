import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { redisProgram, startRedis } from '../tools/redis-server.ts';
import { doubled, inState, type KillOutcome, runKills } from './kills.ts';
import { findSurvivors } from './mutations.ts';

/** The full bar: kills over both stores, then the mutations. Exit code 1 when a promise is broken. */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    chats: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '20260102' },
  },
});
const faults = { seed: Number(values.seed), limited: 0.05, failed: 0.05, reset: 0.02, hung: 0.02 };
const chats = Number(values.chats);

const folder = await mkdtemp(join(tmpdir(), 'broadsheet-chaos-'));
try {
  await kill('sqlite', `sqlite:${join(folder, 'store.db')}`);
} finally {
  await rm(folder, { recursive: true });
}
if (redisProgram) {
  const server = await startRedis();
  await kill('redis', server.url).finally(() => server.close());
} else process.stdout.write('redis-server is not installed: Redis was left out\n');

const survivors = await findSurvivors();
process.stdout.write(
  `mutations that no test saw: ${survivors.length === 0 ? 'none' : survivors.join(', ')}\n`,
);
if (survivors.length > 0) process.exitCode = 1;

async function kill(name: string, storeUrl: string): Promise<void> {
  const outcome = await runKills({
    storeUrl,
    kills: Number(values.kills),
    chats,
    faults,
    longestLifeMs: 1500,
  });
  process.stdout.write(
    `${name}, seed ${values.seed}, ${values.kills} kills: ${JSON.stringify(figuresOf(outcome))}\n`,
  );
  if (brokenPromises(outcome).length === 0) return;
  process.stdout.write(`broken: ${brokenPromises(outcome).join('; ')}\n`);
  process.exitCode = 1;
}

function figuresOf({ rows, evidence, mostUnknown }: KillOutcome) {
  const states = Object.groupBy(rows, ({ chat, state }) => `${chat.platform} ${state}`);
  const counts = Object.entries(states).map(([key, found]) => [key, found?.length ?? 0]);
  const { requests, ambiguous } = evidence;
  return { ...Object.fromEntries(counts.sort()), requests, ambiguous, mostUnknown };
}

function brokenPromises({ rows, evidence, mostUnknown }: KillOutcome): string[] {
  const arrived = (row: (typeof rows)[number]) =>
    evidence[row.chat.platform as 'discord' | 'telegram'][row.chat.id] ?? 0;
  const open = rows.filter(({ state }) => state === 'pending' || state === 'sending');
  return [
    doubled(evidence, 'discord').length > 0 && 'Discord twice',
    doubled(evidence, 'telegram').length > 0 && 'Telegram twice',
    rows.length !== 2 * chats && 'a due part has no row',
    open.length > 0 && `${open.length} rows never ended`,
    rows.some((row) => row.state === 'sent' && arrived(row) !== 1) &&
      'a part is called sent that did not arrive',
    rows.some(({ state }) => state === 'failed') && 'a part failed, though no fault was a refusal',
    inState(rows, 'telegram', 'unknown').length > mostUnknown && 'more unknown than faults explain',
  ].filter((promise) => promise !== false);
}

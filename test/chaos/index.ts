import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { redisProgram, startRedis } from '../tools/redis-server.ts';
import { brokenPromises, figuresOf, type Outcome } from './checker.ts';
import { runKills } from './kills.ts';
import { runMany } from './many.ts';
import { findSurvivors } from './mutations.ts';
import { runPace } from './pace.ts';
import { runRedisFaults } from './redis-faults.ts';
import { runSqliteFaults } from './sqlite-faults.ts';

/** The full bars, over both stores; then the mutations. Exit code 1 when a promise is broken. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '200' },
    chats: { type: 'string', default: '1000' },
    paced: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '20260102' },
  },
});
const faults = { seed: Number(values.seed), limited: 0.05, failed: 0.05, reset: 0.02, hung: 0.02 };
const leastOfLimit = 0.97;

/** Each gets a store of its own; named on the command line, those alone run. */
const stages: Record<string, (storeUrl: string) => Promise<{ figures: unknown; broken: string[] }>> = {
  kills: (storeUrl) => kill(storeUrl, 120_000),
  // Discord forgets every nonce at once: history alone tells what arrived.
  'kills without nonce': (storeUrl) => kill(storeUrl, 0),
  many: async (storeUrl) => judged(await runMany({ storeUrl, chats: Number(values.chats), senders: 3 })),
  pace: async (storeUrl) => {
    const { broken, ...figures } = await runPace({ storeUrl, chats: Number(values.paced) });
    const slow = figures.discord < leastOfLimit || figures.telegram < leastOfLimit;
    const paced = [
      ...(figures.tooFast.discord + figures.tooFast.telegram > 0 ? ['sent too fast'] : []),
      ...(slow ? ['sent too slowly'] : []),
    ];
    return { figures, broken: [...broken, ...paced] };
  },
};

for (const [name, run] of Object.entries(stages)) {
  if (!isWanted(name)) continue;
  await onSqlite((storeUrl) => report(`${name}, sqlite`, run(storeUrl)));
  if (redisProgram) await onRedis((storeUrl) => report(`${name}, redis`, run(storeUrl)));
  else process.stdout.write('redis-server is not installed: Redis was left out\n');
}
if (isWanted('sqlite faults')) tell(await runSqliteFaults(print));
if (isWanted('redis faults') && redisProgram) tell(await runRedisFaults(print));
if (isWanted('mutations')) {
  const survivors = await findSurvivors();
  process.stdout.write(`mutations that no test saw: ${survivors.join(', ') || 'none'}\n`);
  if (survivors.length > 0) process.exitCode = 1;
}

function isWanted(name: string): boolean {
  return positionals.length === 0 || positionals.includes(name);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function tell(broken: readonly string[]): void {
  if (broken.length === 0) return;
  print(`  broken: ${broken.join('; ')}`);
  process.exitCode = 1;
}

async function kill(storeUrl: string, nonceWindowMs: number) {
  const plan = { storeUrl, nonceWindowMs, faults, longestLifeMs: 1500 };
  const outcome = await runKills({ ...plan, kills: Number(values.kills), chats: Number(values.chats) });
  const { figures, broken } = judged(outcome);
  return { figures: { ...figures, fanOuts: outcome.fanOuts }, broken };
}

function judged(outcome: Outcome) {
  return { figures: figuresOf(outcome), broken: brokenPromises(outcome) };
}

async function report(name: string, run: Promise<{ figures: unknown; broken: string[] }>): Promise<void> {
  const startedMs = performance.now();
  const { figures, broken } = await run;
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  process.stdout.write(`${name}, seed ${values.seed}, ${seconds} s: ${JSON.stringify(figures)}\n`);
  tell(broken);
}

async function onSqlite(run: (storeUrl: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-chaos-'));
  await run(`sqlite:${join(folder, 'store.db')}`).finally(() => rm(folder, { recursive: true }));
}

async function onRedis(run: (storeUrl: string) => Promise<void>): Promise<void> {
  const server = await startRedis();
  await run(server.url).finally(() => server.close());
}

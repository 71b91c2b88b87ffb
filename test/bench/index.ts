/** `npm run bench`: every benchmark as a table; `npm run bench -- NAME …` one of them. */
const benches: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  engine: () => import('./engine.ts'),
  verify: () => import('./verify.ts'),
  opinosis: () => import('./opinosis.ts'),
  writer: () => import('./writer.ts'),
  cloud: () => import('./cloud.ts'),
  discord: () => import('./discord.ts'),
  telegram: () => import('./telegram.ts'),
  schedule: () => import('./schedule.ts'),
  delivery: () => import('./delivery.ts'),
  search: () => import('./search.ts'),
  feeds: () => import('./feeds.ts'),
  web: () => import('./web.ts'),
  memory: () => import('./memory.ts'),
};

const [name, ...args] = process.argv.slice(2);
const chosen = name === undefined || name.startsWith('-') ? Object.keys(benches) : [name];
const rest = name?.startsWith('-') ? [name, ...args] : args;

for (const bench of chosen) {
  const load = Object.hasOwn(benches, bench) ? benches[bench] : undefined;
  if (!load) {
    process.stderr.write(
      `There is no benchmark "${bench}"; use one of ${Object.keys(benches).join(', ')}.\n`,
    );
    process.exitCode = 2;
    break;
  }
  process.stdout.write(`\n${bench}\n`);
  await (await load()).run(rest);
}

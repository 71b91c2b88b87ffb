import { createIo, failWith } from './cli/io.ts';

/** One-shot verbs. Each is loaded alone, so that a quick one starts quickly. */
const verbs: Record<
  string,
  () => Promise<(args: string[], io: ReturnType<typeof createIo>) => Promise<number>>
> = {
  digest: async () => (await import('./cli/digest.ts')).runDigest,
  cloud: async () => (await import('./cloud/cli.ts')).runCloud,
  check: async () => (await import('./cli/check.ts')).runCheck,
  store: async () => (await import('./cli/store.ts')).runStore,
};

const [verb = '', ...args] = process.argv.slice(2);
const io = createIo();
const load = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;

if (load) {
  const run = await load();
  process.exitCode = await run(args, io).catch((error: unknown) => failWith(error, io));
} else {
  io.stderr.write(`Unknown verb "${verb}"; use one of ${Object.keys(verbs).join(', ')}.\n`);
  process.exitCode = 2;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Mutation {
  name: string;
  file: string;
  from: string;
  to: string;
  /** The test that must turn red. */
  test: string;
}

const mutations: Mutation[] = [
  {
    name: 'nonce dropped',
    file: 'src/platforms/discord/payload.ts',
    from: 'enforce_nonce: true',
    to: 'enforce_nonce: false',
    test: 'test/chaos/kills.test.ts',
  },
  {
    name: '`sent` written before the call',
    file: 'src/delivery/sender.ts',
    from: 'const verdict = judge(claimed, await attempt(claimed), clock.now());',
    to: "await ledger.save(claimed, { ...claimed, state: 'sent', messageId: '0' });\n      const verdict = judge(claimed, await attempt(claimed), clock.now());",
    test: 'test/chaos/kills.test.ts',
  },
  {
    name: 'history not asked',
    file: 'src/delivery/attempt.ts',
    from: 'if (!outbox?.find) return',
    to: 'if (outbox) return',
    test: 'test/delivery/reconcile.test.ts',
  },
  {
    name: 'unique key removed',
    file: 'src/stores/sqlite/migrations.ts',
    from: ',\n    UNIQUE (subscription_id, date, part)',
    to: '',
    test: 'test/stores/sqlite/contract.test.ts',
  },
];

const root = join(import.meta.dirname, '..', '..');
const copied = ['src', 'commands', 'test', 'config', 'package.json', 'tsconfig.json'];

/** Breaks a copy of the tree in each way and runs one test there; resolves to the names of those that stayed green. */
export async function findSurvivors(): Promise<string[]> {
  const survivors: string[] = [];
  // Red proves something only where the copy is green as long as nothing is broken.
  for (const test of new Set(mutations.map((mutation) => mutation.test))) {
    const whole = { name: 'nothing', file: 'package.json', from: '{', to: '{', test };
    if (!(await staysGreen(whole))) throw new Error(`${test} is red before anything is broken`);
  }
  for (const mutation of mutations) if (await staysGreen(mutation)) survivors.push(mutation.name);
  return survivors;
}

async function staysGreen({ name, file, from, to, test }: Mutation): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-mutation-'));
  try {
    for (const part of copied) await cp(join(root, part), join(folder, part), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const text = await readFile(join(folder, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${name}: ${file} no longer has what is to be broken`);
    await writeFile(join(folder, file), text.replace(from, to));
    return (await runTest(folder, test)) === 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function runTest(folder: string, test: string): Promise<number> {
  // Inside a test run the runner's own variable would make the inner run report to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ['--test', '--test-timeout=120000', test];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

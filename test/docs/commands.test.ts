import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../tools/run.ts';

const pages = ['README.md', 'README.zh.md', 'CONTRIBUTING.md', 'SECURITY.md', 'ARCHITECTURE.md'];

/** Commands that are not run here, each with the reason. */
const elsewhere = new Map<string, string>([
  [
    'npm ci && npm start',
    'test/e2e/bot.test.ts starts the same script; installing anew would pull the floor away',
  ],
  ['npm ci && npm test', 'this very run'],
  ['npm test', 'this very run'],
  ['npm run format', 'it rewrites the files that are tested; npm test checks the same rules'],
  ['npm run bench', 'it takes minutes'],
  ['npm run chaos', 'it takes minutes'],
]);

/** Needs a service or a container engine, which the tests of that part bring. */
const foreign = /^(docker|redis-server|npm run store)\b/;

let dir: string;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-docs-'));
});
after(() => rmSync(dir, { recursive: true }));

for (const command of new Set(pages.flatMap(commandsOf))) {
  const reason = elsewhere.get(command) ?? (foreign.test(command) ? 'tested with its service' : undefined);
  test(`the documented command works: ${command}`, { skip: reason ?? false }, async () => {
    const { code, output } = await runShell(command);
    assert.equal(code, 0, output);
  });
}

test('every page has its commands in blocks that this test can read', () => {
  assert.ok(commandsOf('README.md').length >= 3);
  assert.deepEqual(commandsOf('README.zh.md').filter((command) => command.startsWith('npm ci')).length, 2);
});

/** One command a line of every `sh` block; lines that end in a backslash go on. */
function commandsOf(page: string): string[] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/^```(?:sh|bash|console)\n([\s\S]*?)^```/gm);
  return [...blocks]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/^\$ /, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** As typed, but what it writes goes to a folder that is thrown away. */
async function runShell(command: string): Promise<{ code: number | null; output: string }> {
  const out = / --out (\S+)/.exec(command)?.[1];
  const line = out ? command.replace(out, join(dir, out)) : withOut(command);
  const env = { PATH: process.env.PATH ?? '', HOME: dir, TZ: 'UTC', DATA_DIR: join(dir, 'data') };
  const child = spawn('sh', ['-c', line], { cwd: root, env });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const limit = setTimeout(() => child.kill('SIGKILL'), 90_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { code, output };
}

function withOut(command: string): string {
  if (!command.startsWith('npm run digest')) return command;
  return `${command}${command.includes(' -- ') ? '' : ' --'} --out ${join(dir, 'out')}`;
}

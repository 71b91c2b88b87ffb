import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openStore } from '../../src/stores/index.ts';
import { type RedisServer, redisProgram, startRedis } from '../tools/redis-server.ts';
import { root } from '../tools/run.ts';
import { skipWithout } from '../tools/services.ts';

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

/** Needs a container engine; test/docker takes the same steps without one. */
const foreign = /^docker\b/;

let dir: string;
let redis: RedisServer | undefined;
before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-docs-'));
  mkdirSync(join(dir, 'data'));
  const store = await openStore(`sqlite:${join(dir, 'data', 'broadsheet.db')}`);
  await store.close();
});
after(async () => {
  await redis?.close();
  rmSync(dir, { recursive: true });
});

for (const command of new Set(pages.flatMap(commandsOf))) {
  const reason =
    elsewhere.get(command) ??
    (foreign.test(command) ? 'test/docker takes the same steps without an engine' : undefined);
  const missing = command.includes('redis:') && skipWithout(redisProgram, 'redis-server');
  test(`the documented command works: ${command}`, { skip: reason ?? missing }, async () => {
    const { code, output } = await runShell(await withRedis(command));
    assert.equal(code, 0, output);
  });
}

const sections = [
  ['Two commands', '两条命令'],
  ['Discord in five minutes', '五分钟接入 Discord'],
  ['Telegram in five minutes', '五分钟接入 Telegram'],
  ['A model', '接入模型'],
  ['Configuration', '配置'],
  ['Operating it', '运维'],
  ['Adding things', '扩展'],
] as const;

test('both README pages have the same sections, commands and tables, in one order', () => {
  const headings = (page: string) => [...textOf(page).matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
  const [en, zh] = [headings('README.md'), headings('README.zh.md')];
  for (const [place, [enTitle, zhTitle]] of sections.entries()) {
    assert.equal(en[place], enTitle);
    assert.equal(zh[place], zhTitle);
  }
  assert.equal(en.length, zh.length);
  const neutral = (page: string) => commandsOf(page).map((command) => command.replace(/--lang.*/, ''));
  assert.deepEqual(neutral('README.zh.md'), neutral('README.md'));
  const rows = (page: string) =>
    textOf(page)
      .split('\n')
      .filter((line) => line.startsWith('| ')).length;
  assert.equal(rows('README.zh.md'), rows('README.md'));
});

test('the configuration tables and .env.example name every setting that is read, and no other', () => {
  const code = textOf('src/config/env.ts');
  const read = new Set([...code.matchAll(/(?:'|env\.)([A-Z][A-Z0-9_]{3,})\b/g)].map(([, name = '']) => name));
  assert.ok(read.size >= 20 && read.has('STORE_URL') && read.has('OPENAI_MODEL'), [...read].join());
  for (const page of ['README.md', 'README.zh.md']) {
    const table = /^## (?:Configuration|配置)\n([\s\S]*?)^## /m.exec(textOf(page))?.[1] ?? '';
    const firsts = table
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|')[1] ?? '');
    const named = firsts.join(' ').matchAll(/`([A-Z][A-Z0-9_]+)`/g);
    assert.deepEqual([...named].map(([, name]) => name).sort(), [...read].sort(), page);
  }
  const example = [...textOf('.env.example').matchAll(/^#([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  assert.deepEqual(
    example.filter((name) => !read.has(name ?? '')),
    [],
  );
  assert.deepEqual(
    [...read].filter((name) => !example.includes(name)),
    [],
  );
});

test('the pictures of the README are there and light', () => {
  for (const page of ['README.md', 'README.zh.md']) {
    const paths = [...textOf(page).matchAll(/!\[[^\]]{20,}\]\(([^)]+)\)/g)].map(([, path = '']) => path);
    assert.ok(paths.length > 0, page);
    for (const path of paths) assert.ok(statSync(join(root, path)).size < 400_000, path);
  }
});

function textOf(page: string): string {
  return readFileSync(join(root, page), 'utf8');
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
  const line = (out ? command.replace(out, join(dir, out)) : withOut(command)).replace(
    /(?<=^|[ :])data\//g,
    `${dir}/data/`,
  );
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

/** The documented address is a server of this test's own. */
async function withRedis(command: string): Promise<string> {
  if (!command.includes('redis:')) return command;
  redis ??= await startRedis();
  return command.replace('redis://127.0.0.1:6379', redis.url);
}

function withOut(command: string): string {
  if (!command.startsWith('npm run digest')) return command;
  return `${command}${command.includes(' -- ') ? '' : ' --'} --out ${join(dir, 'out')}`;
}

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { reportSchema } from '../../src/core/report.ts';
import { smallDay } from '../fixtures/posts.ts';
import { root, run, start, waitForOutput } from '../tools/run.ts';

let dir: string;

before(() => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-bot-'));
});

after(() => rmSync(dir, { recursive: true }));

test('the bot starts with nothing set, shows the newest sample day, answers, and stops on SIGTERM', async () => {
  const child = start('src/main.ts', [], { env: { PORT: '0', DATA_DIR: join(dir, 'fresh') } });
  let printed = '';
  child.stdout?.on('data', (chunk) => (printed += chunk));
  const [, address = ''] = await waitForOutput(child, /Ask on the page: (http:\/\/127\.0\.0\.1:\d+)/);
  assert.match(printed, /2025-12-27/);
  assert.match(printed, /样例/);
  const [, picture = ''] = /Word cloud: (.+\.png)/.exec(printed) ?? [];
  assert.ok(existsSync(join(root, picture)) || existsSync(picture), picture);
  await assertAnswers(address);
  child.kill('SIGTERM');
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
});

async function assertAnswers(address: string): Promise<void> {
  const page = await fetch(`${address}/`, { headers: { 'accept-language': 'en' } });
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.match(await page.text(), /Core points/);
  const list = (await (await fetch(`${address}/api/reports`)).json()) as { id: string }[];
  const [newest] = list;
  assert.ok(newest);
  const report = await (await fetch(`${address}/reports/${newest.id}.json`)).json();
  assert.equal(reportSchema.parse(report).sample, true);
  const unknown = await fetch(`${address}/reports/none`);
  assert.equal(unknown.status, 404);
  assert.equal(await (await fetch(`${address}/livez`)).text(), 'ok');
  assert.equal(await (await fetch(`${address}/readyz`)).text(), 'ok');
  const metrics = await (await fetch(`${address}/metrics`)).text();
  for (const line of [
    /broadsheet_claims_total\{outcome="verified"\} [1-9]/,
    /broadsheet_posts_collected_total\{source="sample"\} [1-9]/,
    /broadsheet_build_step_seconds_count\{step="draw"\} [1-9]/,
    /broadsheet_delivery_queue_depth 0/,
    /nodejs_eventloop_lag_seconds/,
  ])
    assert.match(metrics, line);
}

test('a page of another host name is refused, so that no site can rebind its name to the port', async () => {
  const child = start('src/main.ts', [], { env: { PORT: '0', DATA_DIR: join(dir, 'host') } });
  const [, port = ''] = await waitForOutput(child, /running: http:\/\/127\.0\.0\.1:(\d+)/);
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    const sent = request(
      { port: Number(port), host: '127.0.0.1', path: '/livez', headers: { host: 'evil.example' } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    sent.on('error', reject).end();
  });
  assert.equal(status, 421);
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
});

test('what a one-shot build saved is what the bot answers with, beside the sample', async () => {
  const env = { PORT: '0', DATA_DIR: join(dir, 'saved') };
  const file = join(dir, 'day.ndjson');
  writeFileSync(file, smallDay.map((post) => `${JSON.stringify(post)}\n`).join(''));
  const args = ['digest', '--posts', file, '--save', '--out', join(dir, 'out')];
  const saved = await run('src/cli.mjs', args, { env });
  assert.equal(saved.code, 0, saved.stderr);
  const child = start('src/main.ts', [], { env });
  const [, address = ''] = await waitForOutput(child, /Ask on the page: (http:\/\/127\.0\.0\.1:\d+)/);
  const ask = async (question: string) =>
    (await fetch(`${address}/api/ask?q=${encodeURIComponent(question)}`)).text();
  assert.match(await ask('/digest 2025-12-27'), /Twitter AI · 2025-12-27/);
  assert.match(await ask('/digest 2025-12-20'), /Sample AI list · 2025-12-20/);
  child.kill('SIGTERM');
  await once(child, 'close');
});

test('a port in use is one sentence that says what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const { code, stderr } = await run('src/main.ts', [], {
    env: { PORT: String(port), DATA_DIR: join(dir, 'port') },
  });
  server.close();
  assert.equal(code, 2);
  assert.match(
    stderr,
    new RegExp(
      `^Port ${port} on 127\\.0\\.0\\.1 is in use; stop what uses it, or set PORT to another one\\.\n$`,
    ),
  );
});

test('a store that is no database is refused in one sentence, and left as it was', async () => {
  const file = join(dir, 'notes.db');
  writeFileSync(file, 'my shopping list, not a database'.repeat(200));
  const before = readFileSync(file);
  const { code, stderr } = await run('src/main.ts', [], {
    env: { PORT: '0', STORE_URL: `sqlite:${file}`, DATA_DIR: dir },
  });
  assert.equal(code, 2, stderr);
  assert.match(stderr, /notes\.db/);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
  assert.deepEqual(readFileSync(file), before);
});

test('a store that cannot be opened, and a wrong setting, end with exit code 2 and a sentence', async () => {
  const closed = await run('src/main.ts', [], {
    env: { PORT: '0', STORE_URL: `sqlite:${join(dir, 'notes.db/all.db')}`, DATA_DIR: dir },
  });
  assert.equal(closed.code, 2, closed.stderr);
  assert.match(closed.stderr, /all\.db/);
  const wrong = await run('src/main.ts', [], { env: { PORT: 'x', ROLE: 'king' } });
  assert.equal(wrong.code, 2);
  assert.equal(wrong.stderr.trim().split('\n').length, 2, wrong.stderr);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root, start } from '../tools/run.ts';

/** One secret a client, and one in a file: none of them may be seen anywhere. */
const secrets = {
  discord: 'MTAwMDAwMDAwMDAwMDAwMDAw.GplantA.discordPlantedSecretDiscordPlantedSecr',
  telegram: '7000000001:AAplantedTelegramSecretPlantedTelegram',
  openai: 'sk-planted-openai-secret-0123456789abcdef',
  x: 'AAAAAAAAAAplantedXBearerSecret0123456789',
  file: 'planted-file-secret-key-9876543210',
};

type Mode = 'unauthorised' | 'broken' | 'garbage' | 'reset';

let dir: string;
let server: Server;
let hostile = '';
let mode: Mode = 'broken';
const seen = new Set<string>();

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-secrets-'));
  cpSync(join(root, 'config'), join(dir, 'config'), { recursive: true });
  const edition =
    'title: { en: Echo, zh: 回声 }\ntimezone: UTC\nlanguages: [en]\nsources:\n  - { kind: x, name: echo, user: nora }\n';
  writeFileSync(join(dir, 'config/editions/twitter_ai.yaml'), edition);
  writeFileSync(join(dir, 'key'), secrets.file);
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  hostile = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});

/** Says back whatever it was told, in every place where a client may quote it from. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const told = `${request.url} ${request.headers.authorization ?? ''}`;
  for (const [name, secret] of Object.entries(secrets)) if (told.includes(secret)) seen.add(name);
  if (mode === 'reset') {
    request.socket.destroy();
    return;
  }
  const status = { unauthorised: 401, broken: 500, garbage: 200 }[mode];
  const body =
    mode === 'garbage'
      ? `<p>${told}`
      : JSON.stringify({ message: told, description: told, error: { message: told } });
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** A page, or why there was none in time: a service that is down may be tried for longer than a test can wait. */
async function ask(url: string): Promise<string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3000) });
    return await answer.text();
  } catch (error) {
    return String(error);
  }
}

/** Everything that a run of the bot lets out: what it prints, logs, and shows on its pages. */
async function runBot(more: Record<string, string>): Promise<string> {
  const child = start('src/main.ts', [], {
    env: {
      PORT: '0',
      LOG_LEVEL: 'trace',
      DATA_DIR: join(dir, `data-${mode}`),
      CONFIG_DIR: join(dir, 'config'),
      OPENAI_BASE_URL: `${hostile}/v1`,
      X_BEARER_TOKEN: secrets.x,
      X_API_URL: hostile,
      ...more,
    },
  });
  let text = '';
  const address = new Promise<string>((resolve) => {
    const look = (chunk: unknown) => {
      text += String(chunk);
      const found = /is running: (http:\/\/[\d.:]+)/.exec(text);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('close', () => resolve(''));
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), 9000);
  const base = await address;
  for (const path of base
    ? [
        '/ask?q=/digest',
        '/ask?q=/digest+2025-12-27+en',
        '/ask?q=/status',
        '/metrics',
        '/readyz',
        '/api/reports',
      ]
    : []) {
    text += await ask(base + path);
  }
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'close');
  }
  clearTimeout(limit);
  return text;
}

const cases: { modes: Mode[]; env: () => Record<string, string> }[] = [
  { modes: ['unauthorised', 'garbage'], env: () => ({ OPENAI_API_KEY: secrets.openai }) },
  { modes: ['reset'], env: () => ({ OPENAI_API_KEY_FILE: join(dir, 'key') }) },
  {
    modes: ['unauthorised'],
    env: () => ({ DISCORD_TOKEN: secrets.discord, DISCORD_API_URL: `${hostile}/api` }),
  },
  {
    modes: ['unauthorised', 'broken'],
    env: () => ({ TELEGRAM_TOKEN: secrets.telegram, TELEGRAM_API_ROOT: hostile }),
  },
];

test('five planted secrets appear in no line, page or figure, whatever the services answer', async () => {
  for (const { modes: each, env } of cases) {
    for (mode of each) {
      const text = await runBot(env());
      assert.ok(text.length > 40, text);
      for (const [name, secret] of Object.entries(secrets)) {
        assert.ok(!text.includes(secret), `${name} after ${mode}: ${around(text, secret)}`);
      }
    }
  }
  // A client that was never reached would have proved nothing.
  for (const name of ['discord', 'telegram', 'x']) assert.ok(seen.has(name), `not reached: ${name}`);
});

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 200), at + 20);
}

import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, test } from 'node:test';
import { discreetOutbox, discreetSource, discreetWriter } from '../../src/app/secrets.ts';
import { failWith } from '../../src/cli/io.ts';
import { AdapterError, ConfigError, toReason, UserError } from '../../src/core/errors.ts';
import { plainMessage } from '../../src/core/message.ts';
import { createLog, type Log } from '../../src/lib/log.ts';
import { createDiscordPlatform } from '../../src/platforms/discord/index.ts';
import { createTelegramPlatform } from '../../src/platforms/telegram/index.ts';
import type { Outbox, Platform } from '../../src/ports.ts';
import { createSources } from '../../src/sources/index.ts';
import { openStore } from '../../src/stores/index.ts';
import { root, run, start, waitForOutput } from '../tools/run.ts';
import { modelWriter } from '../writers/openai/harness.ts';
import { day, packOf } from '../writers/openai/pack.ts';
import { type Fault, faults } from './secrets-process.ts';

/** One secret a client: none of them may be seen anywhere. */
const secrets = {
  discord: 'MTAwMDAwMDAwMDAwMDAwMDAw.GplantA.discordPlantedSecretDiscordPlantedSecr',
  telegram: '7000000001:AAplantedTelegramSecretPlantedTelegram',
  openai: 'sk-planted-openai-secret-0123456789abcdef',
  x: 'AAAAAAAAAAplantedXBearerSecret0123456789',
  redis: 'planted-redis-password-9876543210',
};
const all = Object.values(secrets);

let server: ChildProcess;
let http = '';
let redis = '';
let dir: string;

before(async () => {
  server = fork(new URL('./secrets-process.ts', import.meta.url));
  const [[httpPort, redisPort]] = (await once(server, 'message')) as [number[]];
  http = `http://127.0.0.1:${httpPort}`;
  redis = `127.0.0.1:${redisPort}`;
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-secrets-'));
  cpSync(join(root, 'config'), join(dir, 'config'), { recursive: true });
  const edition =
    'title: { en: Echo, zh: 回声 }\ntimezone: UTC\nlanguages: [en]\nsources:\n  - { kind: x, name: echo, user: nora }\n  - { kind: archive, name: posts, path: sample/posts/*.ndjson }\n';
  writeFileSync(join(dir, 'config/editions/twitter_ai.yaml'), edition);
  writeFileSync(join(dir, 'key'), secrets.openai);
});

after(async () => {
  server.disconnect();
  await once(server, 'exit');
  rmSync(dir, { recursive: true });
});

/** Sets how the services fail; resolves to what they were told before. */
async function control(fault?: Fault): Promise<string> {
  const answer = await fetch(`${http}/control`, { method: 'POST', body: JSON.stringify({ fault }) });
  return ((await answer.json()) as { heard: string }).heard;
}

interface Call {
  /** Where the service is; nobody listens there when it refuses. */
  http: string;
  redis: string;
  log: Log;
  signal: AbortSignal;
}

const clock = { now: () => '2026-01-02T00:00:00.000Z' };
const values = { getValue: async () => undefined, setValue: async () => {} };
const message = plainMessage('A digest');
const patienceMs = 250;

async function sendOn({ outbox }: { outbox?: Outbox }, id: string, signal: AbortSignal): Promise<unknown> {
  const [part] = outbox?.render(message) ?? [];
  return outbox && discreetOutbox(outbox, all).send({ platform: 'telegram', id }, part, 'key', signal);
}

/** A start may go on trying in the background: it is given a moment, and stopped. */
async function startShortly(platform: Platform): Promise<void> {
  const bot = { answer: async () => message, suggest: async () => [], noteChat: async () => {} };
  const started = platform.start(bot);
  started.catch(() => undefined);
  try {
    await Promise.race([started, new Promise((go) => setTimeout(go, patienceMs))]);
  } finally {
    await platform.stop();
  }
}

const discordOn = ({ http: base, log }: Call) =>
  createDiscordPlatform({ token: secrets.discord, apiUrl: `${base}/api`, commands: [], values, log, clock });
const telegramOn = ({ http: base, log }: Call) =>
  createTelegramPlatform({
    ...{ token: secrets.telegram, apiRoot: base, commands: [], values, log, clock },
    ...{ startWithinMs: 100, stopWithinMs: 100 },
  });

/** Every client that holds a secret, in every way in which it uses it. */
const clients: { name: string; call(call: Call): Promise<unknown> }[] = [
  { name: 'discord, sending', call: (call) => sendOn(discordOn(call), '1', call.signal) },
  { name: 'discord, starting', call: (call) => startShortly(discordOn(call)) },
  {
    name: 'telegram, sending',
    call: (call) => sendOn(telegramOn(call), '1', call.signal),
  },
  { name: 'telegram, starting', call: (call) => startShortly(telegramOn(call)) },
  {
    name: 'openai',
    call: ({ http: base, signal }) =>
      discreetWriter(modelWriter(`${base}/v1`, { apiKey: secrets.openai, attemptMs: 2000 }), all).write(
        { pack: packOf(day), language: 'en', sections: [] },
        signal,
      ),
  },
  {
    name: 'x',
    async call({ http: base, log, signal }) {
      const x = { bearerToken: secrets.x, apiUrl: base };
      const tools = { configDir: dir, clock, log, x, pause: async () => {} };
      const [source] = createSources([{ kind: 'x', name: 'list', user: 'nora' }], tools);
      return (
        source &&
        discreetSource(source, all).collect({
          from: '2026-01-01T00:00:00Z',
          to: '2026-01-02T00:00:00Z',
          signal,
        })
      );
    },
  },
  {
    name: 'redis',
    async call({ redis: host, log }) {
      const opened = openStore(`redis://:${secrets.redis}@${host}`, (sentence) => log.warn(sentence));
      opened.catch(() => undefined);
      const tired = new Promise((_, fail) => setTimeout(() => fail(new Error('no answer')), patienceMs * 2));
      return Promise.race([opened.then((store) => store.close()), tired]);
    },
  },
];

/** What the call lets out: its log, and the sentence of its error as reports, pages, chats and terminals show it. */
async function outputOf(work: (log: Log) => Promise<unknown>): Promise<string> {
  let output = '';
  const sink = new Writable({
    write(chunk, _, done) {
      output += chunk;
      done();
    },
  });
  const log = createLog({ level: 'trace', secrets: all, stream: sink });
  try {
    const result = await work(log);
    output += JSON.stringify(result) ?? '';
  } catch (error) {
    log.error({ err: error }, 'failed');
    // What only ends a start is told by the terminal alone.
    if (error instanceof AdapterError) output += toReason(error);
    failWith(error, { stderr: sink as unknown as NodeJS.WriteStream }, all);
  }
  return output;
}

function assertClean(output: string, where: string): void {
  for (const [name, secret] of Object.entries(secrets)) {
    const at = output.indexOf(secret);
    assert.equal(at, -1, `${name} in ${where}: ${output.slice(Math.max(0, at - 200), at + 20)}`);
  }
}

for (const fault of faults) {
  test(`services that answer with ${fault} are told secrets, and nobody else is`, async () => {
    await control(fault);
    const isRefused = fault === 'refused';
    const target = {
      http: isRefused ? 'http://127.0.0.1:9' : http,
      redis: isRefused ? '127.0.0.1:9' : redis,
    };
    const signal = AbortSignal.timeout(fault === 'timeout' ? patienceMs : 1500);
    const outputs = await Promise.all(
      clients.map(async ({ name, call }) => {
        const output = await outputOf((log) => call({ ...target, log, signal }));
        return { name, output };
      }),
    );
    for (const { name, output } of outputs) assertClean(output, `${name}, ${fault}`);
    const heard = await control();
    // A client that told its secret to nobody would have proved nothing.
    const told = (secret: string) => heard.includes(secret);
    assert.deepEqual(
      all.map(told),
      all.map(() => !isRefused),
      heard,
    );
  });
}

/** Everything that a run of the bot lets out: what it prints, logs, and shows on its pages. */
async function runBot(env: Record<string, string>): Promise<string> {
  const bot = start('src/main.ts', [], { env: { PORT: '0', LOG_LEVEL: 'trace', ...env } });
  let text = '';
  bot.stdout?.on('data', (chunk) => (text += chunk));
  bot.stderr?.on('data', (chunk) => (text += chunk));
  const [, base = ''] = await waitForOutput(bot, /is running: (http:\/\/[\d.:]+)/);
  const paths = ['/digest 2025-12-27 en full', '/status'].map(
    (question) => `/ask?q=${encodeURIComponent(question)}`,
  );
  for (const path of [
    ...paths,
    '/metrics',
    '/readyz',
    '/api/reports',
    '/twitter_ai',
    '/twitter_ai/2025-12-27?lang=en',
  ]) {
    text += await (await fetch(base + path, { signal: AbortSignal.timeout(20_000) })).text();
  }
  for (const { id } of (await (await fetch(`${base}/api/reports`)).json()) as { id: string }[]) {
    text += await (await fetch(`${base}/reports/${encodeURIComponent(id)}.json`)).text();
  }
  bot.kill('SIGTERM');
  await once(bot, 'close');
  return text;
}

const services = () => ({
  ...{ CONFIG_DIR: join(dir, 'config'), DATA_DIR: join(dir, 'data') },
  ...{ X_BEARER_TOKEN: secrets.x, X_API_URL: http },
  ...{ OPENAI_API_KEY_FILE: join(dir, 'key'), OPENAI_BASE_URL: `${http}/v1` },
});

test('pages, reports, figures and logs of a bot whose source and model are refused hold no secret', async () => {
  await control('401');
  const output = await runBot(services());
  assertClean(output, 'the bot');
  // What the services said is told, but for the secret.
  assert.match(output, /openai could not write: the endpoint answered 401 [^"<]*\[secret\]/);
  const heard = await control();
  assert.ok(heard.includes(secrets.openai) && heard.includes(secrets.x));
});

const verbs: { script: string; args: string[]; env: () => Record<string, string>; code: number }[] = [
  {
    script: 'src/main.ts',
    args: [],
    env: () => ({ DISCORD_TOKEN: secrets.discord, DISCORD_API_URL: `${http}/api` }),
    code: 2,
  },
  {
    script: 'src/main.ts',
    args: [],
    env: () => ({ TELEGRAM_TOKEN: secrets.telegram, TELEGRAM_API_ROOT: http }),
    code: 2,
  },
  {
    script: 'src/main.ts',
    args: [],
    env: () => ({ STORE_URL: `redis://:${secrets.redis}@${redis}` }),
    code: 2,
  },
  {
    script: 'src/cli.mjs',
    args: ['digest', '--edition', 'twitter_ai', '--writer', 'openai', '--date', '2025-12-27', '--out', 'OUT'],
    env: services,
    code: 0,
  },
  {
    script: 'src/cli.mjs',
    args: ['digest', '--writer', 'openai', '--json', '--out', 'OUT'],
    env: services,
    code: 0,
  },
  {
    script: 'src/cli.mjs',
    args: ['check'],
    env: () => ({
      ...services(),
      STORE_URL: `redis://:${secrets.redis}@${redis}`,
      DISCORD_TOKEN: secrets.discord,
      TELEGRAM_TOKEN: secrets.telegram,
    }),
    code: 0,
  },
  { script: 'src/cli.mjs', args: ['store', 'copy', 'REDIS', 'sqlite::memory:'], env: services, code: 2 },
];

test('what one-shot verbs and refused starts print holds no secret', async () => {
  await control('401');
  const outcomes = await Promise.all(
    verbs.map(async ({ script, args, env, code }, index) => {
      const filled = args.map((arg) =>
        arg === 'REDIS' ? `redis://:${secrets.redis}@${redis}` : arg.replace('OUT', join(dir, 'out')),
      );
      const outcome = await run(script, filled, {
        env: { PORT: '0', ...env(), DATA_DIR: join(dir, `verb-${index}`) },
      });
      return { outcome, code, name: `${script} ${args[0] ?? ''}` };
    }),
  );
  for (const { outcome, code, name } of outcomes) {
    assertClean(outcome.stdout + outcome.stderr, name);
    assert.equal(outcome.code, code, `${name}: ${outcome.stderr}`);
  }
  const heard = await control();
  for (const [name, secret] of Object.entries(secrets)) assert.ok(heard.includes(secret), name);
});

test('what ends a run is printed without the secrets that it quotes', async () => {
  const quoted = `it said ${all.join(' ')}`;
  for (const error of [new Error(quoted), new ConfigError([quoted]), new UserError(quoted)]) {
    const output = await outputOf(async () => {
      throw error;
    });
    assertClean(output, error.name);
    assert.match(output, /it said \[secret\]/);
  }
});

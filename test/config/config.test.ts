import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { loadConfig } from '../../src/config.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { jsonSchemas } from '../tools/schema.ts';

const root = resolve(import.meta.dirname, '../..');
let dir: string;

before(() => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-config-'));
  cpSync(join(root, 'config'), dir, { recursive: true, filter: (path) => !path.includes('sample/posts') });
});

after(() => rmSync(dir, { recursive: true }));

/** The problems of a load with these files changed; the files are put back. */
function problemsWith(files: Record<string, string>, env: Record<string, string> = {}): string[] {
  const former = Object.keys(files).map((name) => [name, readOptional(join(dir, name))] as const);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  try {
    loadConfig({ CONFIG_DIR: dir, ...env }, root);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return [...error.problems];
  } finally {
    for (const [name, text] of former)
      text === undefined ? rmSync(join(dir, name)) : writeFileSync(join(dir, name), text);
  }
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const edition = `title: { en: A, zh: 甲 }
timezone: Asia/Shanghai
languages: [zh]
sources:
  - { kind: feed, name: one, url: "https://example.org/feed.xml" }
`;

test('the shipped configuration loads with nothing set, and the sample is what runs', () => {
  const config = loadConfig({}, root);
  assert.deepEqual(
    config.editions.map(({ id }) => id),
    ['sample', 'twitter_ai'],
  );
  assert.equal(config.defaultEdition, 'sample');
  assert.equal(config.port, 8080);
  assert.equal(config.host, '127.0.0.1');
  assert.match(config.storeUrl, /^sqlite:.*broadsheet\.db$/);
  assert.ok(config.topics.length >= 10);
});

test('with a token for X the real edition becomes the default', () => {
  assert.equal(loadConfig({ X_BEARER_TOKEN: 'planted-token' }, root).defaultEdition, 'twitter_ai');
});

test('a right edition file passes', () => {
  assert.deepEqual(problemsWith({ 'editions/a.yaml': edition }), []);
});

test('every problem of every file is told at once, each naming file and key', () => {
  const problems = problemsWith(
    {
      'editions/a.yaml': edition.replace('Asia/Shanghai', 'Moon/Base').replace('kind: feed', 'kind: fax'),
      'topics/agents.yaml': 'names: { en: AI agents }\nask: yes\n',
    },
    { PORT: 'http', LOG_LEVEL: 'loud' },
  );
  const all = problems.join('\n');
  assert.match(all, /editions\/a\.yaml: timezone: use an IANA time zone/);
  assert.match(all, /editions\/a\.yaml: sources\.0/);
  assert.match(all, /topics\/agents\.yaml: names\.zh: /);
  assert.match(all, /topics\/agents\.yaml: ask: /);
  assert.match(all, /PORT is "http"; give a whole number/);
  assert.match(all, /LOG_LEVEL is "loud"; give one of/);
  for (const problem of problems) assert.match(problem, /\.$/, 'a sentence ends with a full stop');
});

const faults: [name: string, files: Record<string, string>, says: RegExp][] = [
  ['broken YAML', { 'editions/a.yaml': 'title: [' }, /editions\/a\.yaml: .+line 1/],
  ['an unknown key', { 'editions/a.yaml': `${edition}colour: red\n` }, /unknown key "colour"/],
  [
    'a section of an unknown topic',
    {
      'editions/a.yaml': `${edition}sections:\n  - { id: s, names: { en: S, zh: 丙 }, topics: [cooking] }\n`,
    },
    /sections\.0\.topics: no topic "cooking"/,
  ],
  [
    'two sources of one name',
    { 'editions/a.yaml': `${edition}  - { kind: feed, name: one, url: "https://example.org/b.xml" }\n` },
    /two sources are named "one"/,
  ],
  [
    'a source that reads two things',
    { 'editions/a.yaml': `${edition}  - { kind: x, name: two, list: "1", search: ai }\n` },
    /sources\.1: name exactly one of/,
  ],
  [
    'an address that is no web address',
    { 'editions/a.yaml': edition.replace('https:', 'file:') },
    /sources\.0\.url: use an http or https address/,
  ],
  ['a wrong time', { 'editions/a.yaml': `${edition}buildTime: "25:00"\n` }, /buildTime: use HH:MM/],
];

for (const [name, files, says] of faults) {
  test(`${name} is told in one sentence`, () => {
    const problems = problemsWith(files);
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0] ?? '', says);
  });
}

test('a word that asks for two topics is refused', () => {
  const topic = 'names: { en: T, zh: 丁 }\nask: [twin-word]\nterms: { en: [], zh: [] }\n';
  const problems = problemsWith({ 'topics/t1.yaml': topic, 'topics/t2.yaml': topic });
  assert.match(problems.join(), /topics\/t2\.yaml: ask: "twin-word" already asks for the topic t1/);
});

test('a secret may stand in a file, and never in both places', () => {
  const file = join(dir, 'token');
  writeFileSync(file, 'from-a-file\n');
  assert.equal(loadConfig({ TELEGRAM_TOKEN_FILE: file }, root).telegram?.token, 'from-a-file');
  assert.deepEqual(problemsWith({}, { TELEGRAM_TOKEN_FILE: file, TELEGRAM_TOKEN: 'direct' }), [
    'TELEGRAM_TOKEN and TELEGRAM_TOKEN_FILE are both set; keep one of them.',
  ]);
  assert.match(problemsWith({}, { OPENAI_API_KEY_FILE: join(dir, 'none') }).join(), /cannot be read/);
});

test('no problem ever shows a secret', () => {
  const problems = problemsWith(
    {},
    { DISCORD_TOKEN: 'planted-secret', DISCORD_API_URL: 'nowhere', PORT: 'x' },
  );
  assert.ok(problems.length >= 2);
  assert.doesNotMatch(problems.join('\n'), /planted-secret/);
});

test('the JSON Schema files are those of the code', () => {
  for (const [file, text] of jsonSchemas()) {
    assert.equal(
      readFileSync(join(root, 'config/schema', file), 'utf8'),
      text,
      `config/schema/${file}: run npm run schema`,
    );
  }
});

test('a role that needs a shared store is refused without one, and so is an unknown role', () => {
  assert.deepEqual(problemsWith({}, { ROLE: 'king' }), [
    'ROLE is "king"; give one of all, bot, scheduler, worker.',
  ]);
  assert.deepEqual(problemsWith({}, { ROLE: 'worker' }), [
    'ROLE is "worker", which needs a store that processes share; set STORE_URL to redis://….',
  ]);
  assert.deepEqual(problemsWith({}, { ROLE: 'worker', STORE_URL: 'redis://127.0.0.1' }), []);
});

test('connections to the gateway are as many as Discord advises, so many, or a part of so many', () => {
  const shardsOf = (text?: string) => {
    const env = { CONFIG_DIR: dir, DISCORD_TOKEN: 'planted-token', ...(text && { DISCORD_SHARDS: text }) };
    return loadConfig(env, root).discord?.shards;
  };
  assert.equal(shardsOf(), 'auto');
  assert.deepEqual(shardsOf('2'), { ids: [0, 1], count: 2 });
  assert.deepEqual(shardsOf('2-3/8'), { ids: [2, 3], count: 8 });
  for (const wrong of ['0', '3-2/8', '0-8/8', 'many', '1/2'])
    assert.deepEqual(
      problemsWith({}, { DISCORD_TOKEN: 'planted-token', DISCORD_SHARDS: wrong }),
      [`DISCORD_SHARDS is "${wrong}"; give auto, a number such as 4, or a part such as 0-3/16.`],
      wrong,
    );
});

test('the operator’s chat is a chat of a platform that runs, or one sentence says what to do', () => {
  const tokens = { DISCORD_TOKEN: 'd', TELEGRAM_TOKEN: 't' };
  const chatOf = (text: string) =>
    loadConfig({ CONFIG_DIR: dir, ...tokens, OPERATOR_CHAT: text }, root).operatorChat;
  assert.deepEqual(chatOf('discord:112233445566778899'), { platform: 'discord', id: '112233445566778899' });
  assert.deepEqual(chatOf('telegram:-1001234567890:7'), {
    platform: 'telegram',
    id: '-1001234567890',
    thread: '7',
  });
  for (const text of ['discord:1', 'telegram:@daily', 'slack:112233445566778899', '42']) {
    const problems = problemsWith({}, { ...tokens, OPERATOR_CHAT: text });
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /OPERATOR_CHAT is ".+"; give the id of a chat/);
  }
  assert.match(problemsWith({}, { OPERATOR_CHAT: 'telegram:42' })[0] ?? '', /set TELEGRAM_TOKEN/);
});

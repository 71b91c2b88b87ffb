import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { longestWaitMs, toFault } from '../../../src/writers/openai/faults.ts';
import { createManners, learn } from '../../../src/writers/openai/manners.ts';
import {
  repairAnswer,
  repairExample,
  repairSchema,
  reportAnswer,
  reportExample,
  reportSchema,
} from '../../../src/writers/openai/shapes.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../../fakes/openai/index.ts';
import { fail, pack, sayGood } from './answers.ts';
import { config, modelWriter, writeOnce } from './harness.ts';

let fake: FakeOpenAi;
before(async () => {
  fake = await startFakeOpenAi();
});
after(() => fake.close());

test('a request names model and key, is cold and seeded, bounds its answer and sends a strict schema', async () => {
  await fake.follow([sayGood()]);
  await writeOnce(modelWriter(fake.baseUrl), pack);
  const [received] = await fake.journal();
  const { messages, response_format: format, ...rest } = received?.body ?? { messages: [], model: '' };
  assert.equal(received?.authorization, 'Bearer test-key');
  assert.deepEqual(rest, {
    model: 'gpt-4o-mini',
    temperature: 0,
    seed: 7,
    max_completion_tokens: config.models.maxAnswerTokens,
  });
  assert.deepEqual(
    messages.map(({ role }) => role),
    ['system', 'user'],
  );
  assert.equal(format?.type, 'json_schema');
  assert.equal(format?.json_schema?.strict, true);
});

test('what an endpoint does not take is asked for once and then left out', async () => {
  const writer = modelWriter(fake.baseUrl);
  const picky = {
    kind: 'picky' as const,
    refuses: ['json_schema', 'temperature', 'max_completion_tokens'],
    next: sayGood(),
  };
  await fake.follow([picky]);
  await writeOnce(writer, pack);
  assert.equal((await fake.journal()).length, 4);
  await fake.follow([picky]);
  await writeOnce(writer, pack);
  const [second, ...more] = await fake.journal();
  assert.equal(more.length, 0);
  assert.equal(second?.body.response_format?.type, 'json_object');
  assert.equal(second?.body.max_tokens, config.models.maxAnswerTokens);
  assert.ok(!('temperature' in (second?.body ?? {})));
  assert.match(second?.body.messages[0]?.content ?? '', /JSON Schema[\s\S]*"themes"[\s\S]*example/i);
});

test('an endpoint that takes the schema and ignores it is asked in words, and so from then on', async () => {
  const writer = modelWriter(fake.baseUrl);
  const formats = async () => (await fake.journal()).map(({ body }) => body.response_format?.type);
  await fake.follow([{ kind: 'answer', content: '{"summary":"fine"}' }, sayGood()]);
  await writeOnce(writer, pack);
  assert.deepEqual(await formats(), ['json_schema', 'json_object']);
  const [, second] = await fake.journal();
  assert.match(second?.body.messages[0]?.content ?? '', /could not be used: the shape is wrong at themes/);
  await fake.follow([sayGood()]);
  await writeOnce(writer, pack);
  assert.deepEqual(await formats(), ['json_object']);
});

test('an endpoint that only failed to answer keeps its schema', async () => {
  const writer = modelWriter(fake.baseUrl);
  await fake.follow([{ kind: 'answer', content: '' }, sayGood()]);
  await writeOnce(writer, pack);
  assert.deepEqual(
    (await fake.journal()).map(({ body }) => body.response_format?.type),
    ['json_schema', 'json_schema'],
  );
});

test('complaints in the words of several servers are understood', () => {
  const learnt = (complaint: string, former: string[] = []) => {
    const manners = createManners();
    for (const words of former) learn(manners, words);
    return learn(manners, complaint)
      ? [...manners.without, manners.rung].at(
          manners.without.size > former.length ? manners.without.size - 1 : -1,
        )
      : undefined;
  };
  const old = "Unsupported parameter: 'max_completion_tokens'";
  assert.equal(learnt("Unsupported value: 'temperature' does not support 0 with this model."), 'temperature');
  assert.equal(learnt('Unrecognized request argument supplied: seed'), 'seed');
  assert.equal(
    learnt(
      "param:messages[0].role Unsupported value: 'messages[0].role' does not support 'system' with this model.",
    ),
    'system',
  );
  assert.equal(learnt('System role not supported'), 'system');
  assert.equal(
    learnt('max_tokens is too large: 16000. This model supports at most 8192'),
    'max_completion_tokens',
  );
  assert.equal(learnt('max_tokens is too large: 16000', [old]), 'max_tokens');
  assert.equal(learnt('This response_format type is unavailable now'), 'json_object');
  assert.equal(
    learnt("param:response_format Invalid schema for response_format 'report': temperature"),
    'json_object',
  );
  assert.equal(learnt('No endpoints found that support structured outputs'), 'json_object');
  assert.equal(learnt('The model `x` does not exist'), undefined);
});

test('a schema that is sent keeps to the strict dialect, and the examples keep to the schema', () => {
  const allowed = new Set(['type', 'properties', 'required', 'additionalProperties', 'items', 'enum']);
  const check = (node: Record<string, unknown>, path: string): void => {
    for (const key of Object.keys(node)) assert.ok(allowed.has(key), `${path}: ${key}`);
    if (node.type === 'array') check(node.items as Record<string, unknown>, `${path}[]`);
    if (node.type !== 'object') return;
    const properties = node.properties as Record<string, Record<string, unknown>>;
    assert.equal(node.additionalProperties, false, path);
    assert.deepEqual(node.required, Object.keys(properties), path);
    for (const [name, child] of Object.entries(properties)) check(child, `${path}.${name}`);
  };
  const { schema } = reportSchema(['ai', 'markets']);
  check(schema, 'report');
  check(repairSchema.schema, 'repair');
  assert.deepEqual(
    Object.keys(schema.properties as object),
    ['themes', 'points', 'overview'],
    'detail first',
  );
  assert.ok(reportAnswer.safeParse(reportExample).success);
  assert.ok(repairAnswer.safeParse(repairExample).success);
});

test('the key is never in a reason', async () => {
  await fake.follow([fail(401, { message: 'Incorrect API key provided', code: 'invalid_api_key' })]);
  const { written } = await writeOnce(modelWriter(fake.baseUrl, { apiKey: 'sk-verysecret-123456' }), pack);
  assert.match(written.fallbackReason ?? '', /401 Incorrect API key/);
  assert.doesNotMatch(JSON.stringify(written), /verysecret/);
});

test('the model’s package is loaded with the first request, not with the bot', () => {
  const root = resolve(import.meta.dirname, '../../../src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const early = files.filter((name) =>
    /^import (?!type)[^;]*from 'openai'/m.test(readFileSync(join(root, name), 'utf8')),
  );
  assert.deepEqual(early, []);
});

test('a wait that an endpoint asks for is kept, and cut where it would outlast the report', () => {
  const waitOf = (value: string) => {
    const headers = new Headers({ 'retry-after': value, date: 'Sat, 27 Dec 2025 10:00:00 GMT' });
    return toFault(Object.assign(new Error('429 slow down'), { status: 429, headers }), { attemptMs: 1000 })
      .retryAfterMs;
  };
  assert.equal(waitOf('7'), 7000);
  assert.equal(waitOf('3600'), longestWaitMs);
  assert.equal(waitOf('Sat, 27 Dec 2025 10:00:05 GMT'), 5000);
  assert.equal(waitOf('soon'), undefined);
});

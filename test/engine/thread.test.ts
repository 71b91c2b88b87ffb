import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngineThread } from '../../src/engine/thread.ts';
import { edition, lexicon, makeInput, makePost, run, topics } from './day.ts';

const posts = [makePost('1', 'NVIDIA launches a chip'), makePost('2', 'GLM-4.7 launches with open weights')];
const crashing = new URL(
  'data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(3));',
);

test('the thread gives what the engine gives, with progress, and remembers days', async () => {
  const thread = createEngineThread();
  const steps = new Set<string>();
  const result = await thread.run(makeInput(posts), { progress: (step) => steps.add(step) });
  const memory = await thread.remember({ day: '2025-12-27', posts, edition, topics, lexicon });
  await thread.close();
  assert.deepEqual(result, run(posts));
  assert.deepEqual(memory, result.memory);
  assert.ok(steps.has('pack'));
});

test('an abort rejects with AbortError and the next call works on a fresh thread', async () => {
  const thread = createEngineThread();
  const controller = new AbortController();
  const aborted = thread.run(makeInput(posts), { signal: controller.signal });
  const queued = thread.run(makeInput(posts));
  controller.abort();
  await assert.rejects(aborted, { name: 'AbortError' });
  assert.equal((await queued).counts.kept, 2);
  await assert.rejects(thread.run(makeInput(posts), { signal: AbortSignal.abort() }), { name: 'AbortError' });
  await thread.close();
});

test('a crash of the thread rejects the call', async () => {
  const thread = createEngineThread(crashing);
  await assert.rejects(thread.run(makeInput(posts)), /ended with code 3/);
  await assert.rejects(thread.run(makeInput(posts)), /ended with code 3/);
  await thread.close();
});

test('closing rejects what is under way', async () => {
  const thread = createEngineThread();
  const under = thread.run(makeInput(posts));
  const closing = thread.close();
  await assert.rejects(under, /closed/);
  await closing;
});

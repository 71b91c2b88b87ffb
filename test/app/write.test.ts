import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findRefusal } from '../../src/app/budget.ts';
import { type WriteLine, writeAndVerify } from '../../src/app/write.ts';
import type { Draft, DraftClaim, FailedClaim, WriteRequest } from '../../src/core/draft.ts';
import { AdapterError, WriterError } from '../../src/core/errors.ts';
import type { Store, Writer } from '../../src/ports.ts';
import { openStore } from '../../src/stores/index.ts';
import { createLocalLeases } from '../../src/stores/leases.ts';
import {
  clock,
  extractive,
  jobFor,
  publishedClaims,
  publishedText,
  type RunOptions,
  silent,
} from '../writers/openai/harness.ts';
import { day, packOf } from '../writers/openai/pack.ts';

const pack = packOf(day);
let store: Store;
before(async () => {
  store = await openStore('sqlite::memory:');
});
beforeEach(() => store.setValue('spent:test:2025-12-28', '0'));
after(() => store.close());

const spend = { tokens: { prompt: 1000, completion: 200 }, cost: 0.25 };

/** A model that writes one claim a story, the English post word for word; `change` may spoil one. */
function model(
  change: (claim: DraftClaim) => DraftClaim = (claim) => claim,
  more: Partial<Writer> = {},
): Writer {
  return {
    name: 'openai',
    write: async (request) => ({
      draft: draftOf(request, change),
      writer: 'openai',
      model: 'm',
      promptVersion: 'write 1',
      ...spend,
    }),
    mostCost: () => 0.3,
    ...more,
  };
}

function draftOf({ pack: { posts } }: WriteRequest, change: (claim: DraftClaim) => DraftClaim): Draft {
  const claims = posts
    .filter((post) => post.language === 'en')
    .map(({ handle, text, storyId }) =>
      change({ text, storyId, cites: [{ handle, quote: text.slice(0, 30) }], stance: 'fact' }),
    );
  return {
    overview: [],
    points: [0, 1, 2, 3, 4],
    insights: [],
    events: claims.map((claim) => ({ title: 'Day', claims: [claim] })),
    analyses: [],
  };
}

const leases = createLocalLeases();
const line = (...writers: Writer[]): WriteLine => ({
  writers: [...writers, extractive],
  store,
  clock,
  leases,
  log: silent,
});
const write = (writer: Writer, options: RunOptions = {}) =>
  writeAndVerify(line(writer), jobFor(pack, options));

test('tokens and money stand in the coverage and on the edition’s account of the local day', async () => {
  const { written } = await write(model());
  assert.deepEqual([written.tokens, written.cost], [spend.tokens, 0.25]);
  await write(model());
  assert.equal(await store.getValue('spent:test:2025-12-28'), '0.5');
});

test('above the soft limit a report says so, in its language', async () => {
  const budget = { softUsd: 0.3, hardUsd: 9 };
  assert.equal((await write(model(), { edition: { budget } })).written.notes, undefined);
  const second = await write(model(), { edition: { budget } });
  assert.match(second.written.notes?.[0] ?? '', /\$0\.50 today, above the soft limit of \$0\.30/);
  const third = await write(model(), { edition: { budget }, language: 'zh' });
  assert.deepEqual(third.written.notes, ['今日模型费用 $0.75，已超过 $0.30 的提醒线']);
});

test('a report that could break the hard limit is extractive, and no model is asked', async () => {
  let calls = 0;
  const counting = model(undefined, {
    write: async () => {
      calls += 1;
      throw new Error('must not be called');
    },
  });
  await store.setValue('spent:test:2025-12-28', '0.8');
  const { written } = await write(counting, { edition: { budget: { hardUsd: 1 } } });
  assert.equal(calls, 0);
  assert.equal(written.writer, 'extractive');
  assert.match(written.fallbackReason ?? '', /budget of \$1\.00, \$0\.80 is spent/);
  assert.equal(await findRefusal(store, 'test', '2025-12-28'), written.fallbackReason);
});

test('two reports at once do not both take the last dollar', async () => {
  const options = { edition: { budget: { hardUsd: 0.5 } } };
  const both = await Promise.all([write(model(), options), write(model(), options)]);
  assert.deepEqual(both.map(({ written }) => written.writer).sort(), ['extractive', 'openai']);
  assert.equal(await store.getValue('spent:test:2025-12-28'), '0.25');
});

test('bookings of two reports at once are both kept, though the store only reads and writes', async () => {
  const slow: Store = {
    ...store,
    getValue: async (key) => {
      const value = await store.getValue(key);
      await sleep(5);
      return value;
    },
    setValue: (key, value) => store.setValue(key, value),
  };
  const booking = () => writeAndVerify({ ...line(model()), store: slow }, jobFor(pack));
  await Promise.all([booking(), booking(), booking()]);
  assert.equal(await store.getValue('spent:test:2025-12-28'), '0.75');
});

test('what a failed model took is booked all the same', async () => {
  const failing = model(undefined, {
    write: async () => {
      throw new WriterError('two answers could not be read', { retryable: true, spend });
    },
  });
  const { written } = await write(failing);
  assert.equal(written.writer, 'extractive');
  assert.deepEqual([written.tokens, written.cost], [spend.tokens, 0.25]);
  assert.match(written.fallbackReason ?? '', /^openai could not write: two answers/);
  assert.equal(await store.getValue('spent:test:2025-12-28'), '0.25');
});

test('one repair request gets the failing claims alone, with their reasons, and its cost is counted', async () => {
  const asked: (readonly FailedClaim[])[] = [];
  const spoilt = (claim: DraftClaim) =>
    claim.storyId === 'waymo' ? { ...claim, text: `${claim.text} It cost $9 million.` } : claim;
  const writer = model(spoilt, {
    repair: async (_request, failed) => {
      asked.push(failed);
      const mended = failed.map(({ claim }) => ({
        ...claim,
        text: claim.text.replace(' It cost $9 million.', ''),
      }));
      return { claims: mended, promptVersion: 'repair 1', ...spend };
    },
  });
  const { verified, written } = await write(writer);
  assert.equal(asked.length, 1);
  assert.deepEqual(
    asked[0]?.map(({ claim, reasons }) => [claim.storyId, reasons.length > 0]),
    [['waymo', true]],
  );
  assert.match(asked[0]?.[0]?.reasons[0] ?? '', /\$9 million/);
  assert.match(publishedText(verified), /dark traffic lights/);
  assert.deepEqual([written.cost, written.dropped, written.promptVersion], [0.5, 0, 'write 1, repair 1']);
});

test('a model that never answers is cut off at the time limit', async () => {
  const silentModel = model(undefined, {
    write: (_request, signal) =>
      new Promise((_, fail) => {
        signal.addEventListener('abort', () => fail(new AdapterError('cut off', { retryable: true })));
      }),
  });
  const { written } = await write(silentModel, { timeoutMs: 20 });
  assert.equal(written.writer, 'extractive');
});

test('a bug in a writer still leaves a report', async () => {
  const broken = model(undefined, {
    write: async () => ({ draft: undefined as unknown as Draft, writer: 'openai' }),
  });
  const { verified, written } = await write(broken);
  assert.equal(written.writer, 'extractive');
  assert.ok(publishedClaims(verified).length > 5);
});

test('the caller’s abort ends it, and the money is booked', async () => {
  const stop = new AbortController();
  const aborting = model(undefined, {
    write: async () => {
      stop.abort(new Error('shutting down'));
      throw new WriterError('aborted', { retryable: true, spend });
    },
  });
  await assert.rejects(write(aborting, { signal: stop.signal }), /shutting down/);
  assert.equal(await store.getValue('spent:test:2025-12-28'), '0.25');
});

test('an edition that wants the extractive writer, and an empty pack, ask no model', async () => {
  const never = model(undefined, {
    write: async () => {
      throw new Error('must not be called');
    },
  });
  assert.equal((await write(never, { edition: { writer: 'extractive' } })).written.fallbackReason, undefined);
  const empty = await writeAndVerify(line(never), jobFor(packOf([])));
  assert.deepEqual([empty.written.writer, empty.written.fallbackReason], ['extractive', undefined]);
});

test('fewer than five core points are filled up, first from the draft itself', async () => {
  const few = (points: number[], keep: number) =>
    model(undefined, {
      write: async (request) => {
        const draft = draftOf(request, (claim) => claim);
        return { draft: { ...draft, points, events: draft.events.slice(0, keep) }, writer: 'openai' };
      },
    });
  const own = await write(few([2], 8));
  assert.deepEqual(
    own.verified.points.map((point) => point.storyId),
    ['manus', 'groq', 'glm', 'waymo', 'memory'],
  );
  assert.equal(own.written.notes, undefined);
  const filled = await write(few([1, 0], 2));
  assert.deepEqual(
    filled.verified.points.slice(0, 2).map((point) => point.storyId),
    ['glm', 'groq'],
  );
  assert.equal(filled.verified.points.length, 5);
  assert.deepEqual(filled.written.notes, ['3 of 5 core points were filled in by the extractive writer']);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { type ArtistOptions, type CloudArtist, createArtist } from '../../src/cloud/artist.ts';
import { drawChart } from '../../src/cloud/chart.ts';
import { request, word } from './request.ts';

const moody = new URL('../fixtures/cloud/moody-worker.ts', import.meta.url);

async function withArtist(
  options: ArtistOptions,
  use: (artist: CloudArtist) => Promise<void>,
): Promise<void> {
  const artist = createArtist(options);
  try {
    await use(artist);
  } finally {
    await artist.close();
  }
}

const calm = request([word('a')], { title: 'calm' });

test('pictures are drawn in a thread, also more at once than there are threads', async () => {
  await withArtist({ threads: 2 }, async (artist) => {
    const seeds = [1, 2, 3, 4];
    const pictures = await Promise.all(seeds.map((seed) => artist.draw(request([word('智能体')], { seed }))));
    for (const picture of pictures) {
      assert.deepEqual(
        picture.placements.map(({ text }) => text),
        ['智能体'],
      );
      assert.ok(picture.png && picture.png.length > 500);
    }
  });
});

test('what the asker did wrong comes back as a sentence for them', async () => {
  await withArtist({}, async (artist) => {
    await assert.rejects(artist.draw(request([])), {
      name: 'UserError',
      message: 'There are no words to draw.',
    });
    assert.equal((await artist.draw(request([word('ok')]))).placements.length, 1);
  });
});

test('a crashed thread fails its own picture and is replaced', async () => {
  await withArtist({ script: moody }, async (artist) => {
    for (const title of ['crash', 'throw']) {
      const failing = artist.draw({ ...calm, title });
      const following = artist.draw(calm);
      await assert.rejects(failing, { name: 'AdapterError', retryable: true });
      assert.equal((await following).width, 1200);
    }
  });
});

test('a picture that takes too long is given up, and the next one is drawn', async () => {
  await withArtist({ script: moody, timeoutMs: 2500 }, async (artist) => {
    const slow = artist.draw({ ...calm, title: 'wait' });
    const next = artist.draw(calm);
    await assert.rejects(slow, { name: 'AdapterError', message: 'The picture took longer than 2.5 s.' });
    assert.equal((await next).width, 1200);
  });
});

test('an abort rejects with its reason, while waiting and while drawing', async () => {
  await withArtist({ script: moody }, async (artist) => {
    const [drawing, waiting] = [new AbortController(), new AbortController()];
    const first = artist.draw({ ...calm, title: 'wait' }, drawing.signal);
    const second = artist.draw(calm, waiting.signal);
    const third = artist.draw(calm);
    waiting.abort(new Error('no longer wanted'));
    await assert.rejects(second, { message: 'no longer wanted' });
    drawing.abort(new Error('enough'));
    await assert.rejects(first, { message: 'enough' });
    assert.equal((await third).width, 1200);
    await assert.rejects(artist.draw(calm, AbortSignal.abort(new Error('late'))), { message: 'late' });
  });
});

test('a picture that was aborted while it waited is never begun', async () => {
  await withArtist({ script: moody }, async (artist) => {
    const controller = new AbortController();
    const first = artist.draw(calm);
    const second = artist.draw(calm, controller.signal);
    const third = artist.draw(calm);
    controller.abort(new Error('no'));
    await assert.rejects(second, { message: 'no' });
    await first;
    assert.equal((await third).left[0]?.text, '2');
  });
});

test('closing rejects what is under way and everything after', async () => {
  const artist = createArtist({ script: moody });
  const drawing = artist.draw({ ...calm, title: 'wait' });
  const waiting = artist.draw(calm);
  const outcomes = Promise.allSettled([drawing, waiting]);
  await artist.close();
  assert.deepEqual(
    (await outcomes).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  await assert.rejects(artist.draw(calm), { message: 'The artist is closed.' });
  await artist.close();
});

test('an idle thread does not keep the process alive', () => {
  const script = `
    import { createArtist } from ${JSON.stringify(new URL('../../src/cloud/artist.ts', import.meta.url).href)};
    const artist = createArtist({ script: new URL(${JSON.stringify(moody.href)}) });
    const picture = await artist.draw({ width: 7, height: 8 });
    console.log(picture.width);
  `;
  const stdout = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    timeout: 20_000,
  });
  assert.equal(stdout.toString(), '7\n');
});

test('a chart is drawn in the thread as it is drawn without one', async () => {
  const artist = createArtist();
  const request = {
    title: 'Groq',
    points: [
      { label: '12-26', value: 2 },
      { label: '12-27', value: 9 },
    ],
    width: 400,
    height: 225,
    theme: 'light',
  } as const;
  const drawn = await artist.chart({ ...request, points: [...request.points] });
  assert.deepEqual(Buffer.from(drawn.png ?? []), Buffer.from((await drawChart(request)).png ?? []));
  await artist.close();
});

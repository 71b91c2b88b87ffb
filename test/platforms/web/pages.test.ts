import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWebApp, type WebOptions } from '../../../src/platforms/web/index.ts';
import type { Bot } from '../../../src/ports.ts';
import { openStore } from '../../../src/stores/index.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeLog } from '../../fakes/log.ts';
import { makeReport, names } from '../../fixtures/report.ts';

const bot: Bot = {
  answer: async ({ text }) => ({ blocks: [{ kind: 'paragraph', spans: [{ text }] }], actions: [] }),
  suggest: async () => [{ label: 'Chips', value: 'chips' }],
  noteChat: async () => {},
};

async function open(more: Partial<WebOptions> = {}) {
  const store = await openStore('sqlite::memory:');
  await store.saveReport(makeReport());
  const built: string[] = [];
  const clock = createFakeClock('2025-12-28T00:00:00Z');
  const options: WebOptions = {
    host: '0.0.0.0',
    port: 0,
    store,
    clock,
    log: createFakeLog().log,
    commands: [],
    editions: [names.edition],
    defaultEdition: 'sample',
    namesOf: ({ edition }) => (edition === 'sample' ? names : undefined),
    cloudOf: async () => undefined,
    daysOf: async () => ['2025-12-27', '2025-12-26'],
    digest: async ({ window }) => {
      built.push(window.firstDay);
      return makeReport();
    },
    trendTerms: async () => ['Groq'],
    trends: async (_, terms) =>
      terms.map((term) => ({ term, days: [{ day: '2025-12-27', posts: 3, of: 12 }] })),
    ...more,
  };
  const app = createWebApp(options, bot);
  const from = (address: string) => ({ incoming: { socket: { remoteAddress: address } } });
  const get = async (path: string, headers: Record<string, string> = {}, address = '203.0.113.7') => {
    const sent = { host: 'localhost:8080', 'accept-language': 'en', ...headers };
    return app.request(path, { headers: sent }, from(address));
  };
  const post = async (path: string, form: Record<string, string>) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(form) }, from('203.0.113.7'));
  return { get, post, built, clock, text: async (path: string) => (await get(path)).text() };
}

const local = '127.0.0.1';

test('a reader elsewhere gets what is archived, and makes nothing be built', async () => {
  const { get, built } = await open();
  assert.equal((await get('/sample/2025-12-27')).status, 200);
  const missing = await get('/sample/2025-12-26');
  assert.equal(missing.status, 404);
  assert.match(await missing.text(), /href="\/sample\/2025-12-27"/);
  assert.deepEqual(built, []);
});

test('the operator at the machine has a known day built, and no made-up one', async () => {
  const { get, built } = await open();
  assert.equal((await get('/sample/2025-12-26', {}, local)).status, 200);
  assert.equal((await get('/sample/2019-01-01', {}, local)).status, 404);
  assert.deepEqual(built, ['2025-12-26']);
});

test('neither a proxy, nor the page of another site, nor another name speaks for the operator', async () => {
  const { get, built } = await open();
  for (const headers of [
    { 'x-forwarded-for': '203.0.113.7' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'digest.example.org' },
  ] as Record<string, string>[]) {
    assert.equal((await get('/sample/2025-12-26', headers, local)).status, 404);
    assert.equal((await get('/api/ask?q=/digest', headers, local)).status, 403);
    assert.equal((await get('/metrics', headers, local)).status, 404);
  }
  assert.deepEqual(built, []);
  assert.equal((await get('/api/ask?q=/digest', {}, local)).status, 200);
});

test('a topic that has no report of its own is chosen out of the whole day', async () => {
  const { text } = await open();
  const page = await text('/sample/2025-12-27/chips');
  assert.match(page, /non-exclusive licence with Groq/);
  assert.doesNotMatch(page, /A lab may open/);
  assert.match(page, /lines of the day’s report on this topic/);
});

test('every claim has an address of its own, its source, and its words escaped', async () => {
  const { get } = await open({
    digest: async () => {
      const report = structuredClone(makeReport());
      const [first] = report.points;
      if (first) first.text = '<script>alert(1)</script>';
      const [cite] = first?.cites ?? [];
      if (cite) Object.assign(cite, { url: 'javascript:alert(1)', quote: '<script>alert(2)</script>' });
      return report;
    },
  });
  const page = await (await get('/sample/2025-12-27', {}, local)).text();
  assert.match(page, /id="c1"/);
  assert.match(page, /href="#c1"/);
  assert.match(page, /href="https:\/\/posts\.example\/nora\/c2"/);
  assert.doesNotMatch(page, /<script>alert|javascript:/);
});

test('an address that readers can reach stands in the preview with the picture', async () => {
  const picture = {
    name: 'c.png',
    contentType: 'image/png',
    width: 1200,
    height: 675,
    alt: 'words',
  } as const;
  const bytes = new Uint8Array([1]);
  const placements = [{ text: 'Groq', x: 10, y: 20, width: 90, height: 30, size: 28, rotated: false }];
  const { text, get } = await open({
    publicUrl: 'https://digest.example.org',
    cloudOf: async () => ({ picture: { ...picture, bytes }, placements }),
  });
  const page = await text('/sample/2025-12-27');
  assert.match(page, /og:url" content="https:\/\/digest\.example\.org\/sample\/2025-12-27"/);
  const [, path = ''] = /og:image" content="https:\/\/digest\.example\.org([^"]+)"/.exec(page) ?? [];
  assert.equal((await get(path)).headers.get('content-type'), 'image/png');
});

test('the feed tells the days with their points, as well-formed text', async () => {
  const { get } = await open({ publicUrl: 'https://digest.example.org' });
  const answer = await get('/sample/feed.atom?lang=en');
  assert.match(answer.headers.get('content-type') ?? '', /atom\+xml/);
  const feed = await answer.text();
  assert.match(feed, /<id>https:\/\/digest\.example\.org\/sample\/2025-12-27\?lang=en<\/id>/);
  assert.match(feed, /&lt;ol&gt;&lt;li&gt;NVIDIA signed/);
  assert.doesNotMatch(feed, /<li>/);
});

test('search finds claims and keeps its day and its words when the language is switched', async () => {
  const { text } = await open();
  const page = await text('/sample/search?q=licence&day=2025-12-27');
  assert.match(page, /href="\/sample\/2025-12-27#c1"/);
  assert.match(page, /href="\/sample\/search\?q=licence&amp;day=2025-12-27&amp;lang=zh"/);
  assert.match(await text('/sample/search?q=nothing-such'), /Nothing was found/);
});

test('a chosen language stays in the links, and a page is sent again only when it changed', async () => {
  const { get } = await open();
  const page = await get('/sample/2025-12-27?lang=zh');
  assert.match(await page.text(), /href="\/sample\/trends\?lang=zh"/);
  const again = await get('/sample/2025-12-27?lang=zh', { 'if-none-match': page.headers.get('etag') ?? '' });
  assert.equal(again.status, 304);
});

test('whoever asks without measure is told when to come back; the operator is not', async () => {
  const { get, clock } = await open();
  const statuses = new Set<number>();
  for (let count = 0; count < 70; count++) statuses.add((await get('/sample/days')).status);
  assert.deepEqual([...statuses], [200, 429]);
  assert.match((await get('/sample/days')).headers.get('retry-after') ?? '', /^\d+$/);
  clock.addMs(10_000);
  assert.equal((await get('/sample/days')).status, 200);
  for (let count = 0; count < 70; count++) {
    assert.equal((await get('/sample/days', {}, local)).status, 200);
  }
});

test('a fault is one sentence for the reader, and its reason stays in the log', async () => {
  const fake = createFakeLog();
  const { get } = await open({
    log: fake.log,
    daysOf: async () => {
      throw new Error('the disk at /secret/place is gone');
    },
  });
  const answer = await get('/sample/days');
  assert.equal(answer.status, 500);
  assert.doesNotMatch(await answer.text(), /secret/);
  assert.equal(fake.lines.length, 1);
});

test('what is wrong with the bot is told to whoever watches it', async () => {
  const health = { live: () => [], ready: async () => ['The store cannot be written.'] };
  const { get } = await open({ health });
  assert.equal((await get('/livez')).status, 200);
  const ready = await get('/readyz');
  assert.equal(ready.status, 503);
  assert.match(await ready.text(), /store cannot be written/);
});

test('words of the cloud lead to their posts where they stand, and the dark picture is another', async () => {
  const asked: string[] = [];
  const picture = {
    name: 'c.png',
    contentType: 'image/png',
    width: 1200,
    height: 675,
    alt: 'words',
  } as const;
  const placements = [{ text: '<b>"Groq"', x: 10.4, y: 20, width: 90, height: 30, size: 28, rotated: false }];
  const { text, get } = await open({
    cloudOf: async (_, theme) => {
      asked.push(theme);
      return { picture: { ...picture, bytes: new Uint8Array([1]) }, placements };
    },
  });
  const page = await text('/sample/2025-12-27');
  assert.match(
    page,
    /<a href="\/sample\/search\?q=%3Cb%3E%22Groq%22&amp;day=2025-12-27"[^>]*><title>&lt;b&gt;&quot;Groq&quot;<\/title><rect x="10" y="20" width="90" height="30"/,
  );
  const [, dark = ''] = /<source media="\(prefers-color-scheme: dark\)" srcset="([^"]+)"/.exec(page) ?? [];
  assert.deepEqual(asked, ['light'], 'the dark one is not drawn before somebody asks for it');
  assert.equal((await get(dark)).status, 200);
  assert.deepEqual(asked, ['light', 'dark']);
});

const token = 'a-long-operator-token';

test('by their token the operator is known from anywhere, by a cookie that does not hold it', async () => {
  const { get, post, built } = await open({ operatorToken: token });
  assert.equal((await get('/ask')).status, 403);
  assert.equal((await post('/enter', { token: 'another-long-token-' })).status, 403);
  const entered = await post('/enter', { token });
  assert.equal(entered.status, 303);
  const set = entered.headers.get('set-cookie') ?? '';
  assert.match(set, /HttpOnly/);
  assert.match(set, /SameSite=Strict/);
  assert.ok(!set.includes(token));
  const cookie = set.split(';')[0] ?? '';
  assert.equal((await get('/ask?q=/help', { cookie })).status, 200);
  await get('/sample/2025-12-26', { cookie });
  assert.deepEqual(built, ['2025-12-26']);
  assert.equal((await get('/ask', { cookie, 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await get('/ask', { cookie: `${cookie}x` })).status, 403);
});

test('guessing the token is slow, and without one there is no entrance', async () => {
  const { post, clock } = await open({ operatorToken: token });
  const statuses = [];
  for (let attempt = 0; attempt < 7; attempt++) {
    statuses.push((await post('/enter', { token: `guess ${attempt}` })).status);
  }
  assert.deepEqual(statuses, [403, 403, 403, 403, 403, 429, 429]);
  assert.equal((await post('/enter', { token })).status, 429);
  clock.addMs(60_000);
  assert.equal((await post('/enter', { token })).status, 303);
  const { get, post: postWithout } = await open();
  assert.equal((await get('/enter')).status, 404);
  assert.equal((await postWithout('/enter', { token: '' })).status, 404);
});

test('every answer forbids inline scripts, styles, frames and whatever is elsewhere', async () => {
  const { get } = await open({ trendTerms: () => Promise.reject(new Error('broken')) });
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  const paths = [
    '/',
    '/sample/2025-12-27',
    '/no/such/page',
    '/sample/trends',
    '/ask',
    '/assets/page.js',
    '/livez',
  ];
  for (const path of paths) {
    const { headers } = await get(path);
    assert.equal(headers.get('content-security-policy'), policy, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
  }
  const page = await (await get('/sample/2025-12-27')).text();
  assert.doesNotMatch(page, /<script(?! src="\/assets\/)| style=| on\w+="/);
});

test('a kept page is never one for somebody else: another language, or the operator', async () => {
  const { get } = await open();
  const read = async (language: string, address?: string) =>
    (await get('/sample/2025-12-27', { 'accept-language': language }, address)).text();
  const [zh, en, operator] = [await read('zh-CN'), await read('en'), await read('en', local)];
  assert.match(zh, /<html lang="zh-CN">/);
  assert.match(en, /<html lang="en">/);
  assert.match(operator, /href="\/ask"/);
  assert.doesNotMatch(await read('en'), /href="\/ask"/);
});

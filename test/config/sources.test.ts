import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSettings } from '../../src/config/env.ts';
import { editionSchema } from '../../src/config/schemas.ts';

const edition = (source: object) => ({
  title: { en: 'A', zh: '甲' },
  timezone: 'Asia/Shanghai',
  languages: ['zh'],
  sources: [source],
});
const problemsOf = (source: object) =>
  editionSchema
    .safeParse(edition(source))
    .error?.issues.map(({ path, message }) => [path.join('.'), message]);
const feed = (url: string, more = {}) => ({ kind: 'feed', name: 'one', url, ...more });

describe('a feed of a host of one’s own', () => {
  const own = [
    ...['http://rsshub/x', 'http://rsshub:1200/x', 'http://localhost/x', 'https://example.org:8443/x'],
    ...['http://127.0.0.1/x', 'http://10.0.0.7/x', 'http://172.20.1.1/x', 'http://192.168.1.4/x'],
    ...['http://169.254.169.254/x', 'http://[::1]/x', 'http://[fd00::1]/x', 'http://nitter.lan/x'],
    ...['http://2130706433/x', 'http://0x7f.1/x', 'http://bridge.internal/x', 'http://0/x'],
  ];
  for (const url of own) {
    it(`at ${url} must be allowed in so many words`, () => {
      const host = new URL(url).host;
      assert.deepEqual(problemsOf(feed(url)), [
        [
          'sources.0.url',
          `the host ${host} is private or its port unusual; add allowPrivate: true if the feed is your own`,
        ],
      ]);
      assert.equal(problemsOf(feed(url, { allowPrivate: true })), undefined);
    });
  }

  it('is no other host: public ones need nothing', () => {
    for (const url of [
      'https://example.org/x',
      'http://example.org:80/x',
      'https://172.15.0.1/x',
      'https://10.example/x',
    ])
      assert.equal(problemsOf(feed(url)), undefined, url);
    assert.match(String(problemsOf(feed('ftp://example.org/x'))), /http or https/);
  });
});

describe('what an edition says of its posts', () => {
  const keep = (days?: unknown) =>
    editionSchema.safeParse({
      ...edition(feed('https://example.org/x')),
      ...(days !== undefined && { keepPostsDays: days }),
    });

  it('is how long they are kept: 400 days where it says nothing, for ever with 0', () => {
    assert.equal(keep().data?.keepPostsDays, 400);
    assert.equal(keep(0).data?.keepPostsDays, 0);
    for (const wrong of [-1, 1.5, 'long']) assert.equal(keep(wrong).success, false);
  });

  it('is which folder is watched', () => {
    assert.equal(problemsOf({ kind: 'archive', name: 'inbox', path: 'inbox', watch: true }), undefined);
    assert.equal(problemsOf({ kind: 'archive', name: 'inbox', path: 'inbox', watch: 'yes' })?.length, 1);
  });
});

describe('the addresses of APIs', () => {
  it('are read from the environment, Bluesky’s too, private or not', () => {
    const problems: string[] = [];
    const env = {
      X_BEARER_TOKEN: 'planted',
      X_API_URL: 'http://127.0.0.1:9/',
      BLUESKY_API_URL: 'http://127.0.0.1:8',
    };
    const { x, bluesky } = readSettings(env, '/', problems);
    assert.deepEqual(
      [x?.apiUrl, bluesky?.apiUrl, problems],
      ['http://127.0.0.1:9', 'http://127.0.0.1:8', []],
    );
    readSettings({ BLUESKY_API_URL: 'bsky' }, '/', problems);
    assert.deepEqual(problems, [
      'BLUESKY_API_URL is not an http or https address; give one such as https://example.org/api.',
    ]);
  });
});

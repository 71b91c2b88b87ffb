import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../../src/core/errors.ts';
import { readPostsFile } from '../../../src/sources/archive/read.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-archive-'));
});
after(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array, name = 'day.ndjson') {
  const path = join(folder, name);
  await writeFile(path, content);
  return readPostsFile(path);
}

const row = (id: string, more: object = {}) => ({
  id,
  author: { handle: 'ada' },
  created_at: '2026-01-01T00:00:00Z',
  text: `text ${id}`,
  ...more,
});
const lines = (...rows: object[]) => rows.map((value) => JSON.stringify(value)).join('\n');
const page = (...ids: string[]) => ({
  data: ids.map((id) => ({ ...row(id), author: undefined, author_id: '7' })),
  includes: { users: [{ id: '7', username: 'ada', name: 'Ada', public_metrics: { followers_count: 5 } }] },
  meta: { result_count: ids.length },
});

describe('reading a posts file', () => {
  const forms: [name: string, content: string | Uint8Array][] = [
    ['NDJSON', lines(row('1'), row('2'))],
    [
      'NDJSON with blank lines and Windows line ends',
      `\r\n${lines(row('1'), row('2')).replace('\n', '\r\n\r\n')}\r\n`,
    ],
    ['NDJSON with a byte order mark', `\uFEFF${lines(row('1'), row('2'))}`],
    ['gzipped NDJSON', gzipSync(lines(row('1'), row('2')))],
    ['two gzip members', Buffer.concat([gzipSync(`${lines(row('1'))}\n`), gzipSync(lines(row('2')))])],
    ['UTF-16', Buffer.from(`\uFEFF${lines(row('1'), row('2'))}`, 'utf16le')],
    ['a JSON array', JSON.stringify([row('1'), row('2')])],
    ['an indented JSON array', JSON.stringify([row('1'), row('2')], null, 2)],
    ['an API page', JSON.stringify(page('1', '2'))],
    ['an indented API page', JSON.stringify(page('1', '2'), null, 2)],
    ['recorded pages under body', JSON.stringify({ body: page('1', '2'), rateLimit: {} }, null, 1)],
    ['one page a line', `${JSON.stringify(page('1'))}\n${JSON.stringify(page('2'))}`],
    ['an array of pages', JSON.stringify([page('1'), page('2')])],
    ['CSV', 'id,created_at,username,text\n1,2026-01-01T00:00:00Z,ada,text 1\n2,2026-01-01,ada,"text 2"\n'],
    ['TSV', 'tweet_id\tdate\thandle\tfull_text\n1\t2026-01-01\t@ada\ttext 1\n2\t2026-01-01\t@ada\ttext 2'],
    ['gzipped CSV', gzipSync('text,id,date,author\ntext 1,1,2026-01-01,ada\ntext 2,2,2026-01-01,ada')],
  ];
  for (const [name, content] of forms) {
    it(`reads ${name}`, async () => {
      const { posts, problems } = await read(content);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        posts.map(({ id, text, author, createdAt }) => [id, text, author.handle, createdAt]),
        [
          ['1', 'text 1', 'ada', '2026-01-01T00:00:00.000Z'],
          ['2', 'text 2', 'ada', '2026-01-01T00:00:00.000Z'],
        ],
      );
    });
  }

  it('has no posts and no problem for an empty file', async () => {
    for (const content of ['', ' \n\n', '[]', '\uFEFF', gzipSync('')])
      assert.deepEqual(await read(content), { posts: [], problems: [] });
  });

  it('names each bad row by line and keeps the others', async () => {
    const rows = [
      JSON.stringify(row('1')),
      '{"id": "2", "text": ',
      JSON.stringify(row('3', { text: ' ' })),
      JSON.stringify(row('4', { created_at: 'soon' })),
      JSON.stringify(row('5', { created_at: undefined })),
      JSON.stringify(row('', {})),
      '"just text"',
      JSON.stringify(row('8')),
    ];
    const { posts, problems } = await read(rows.join('\n'));
    assert.deepEqual(
      posts.map(({ id }) => id),
      ['1', '8'],
    );
    assert.deepEqual(problems, [
      'line 2 of day.ndjson: it is not JSON',
      'line 3 of day.ndjson: it has no text',
      'line 4 of day.ndjson: its date is no date',
      'line 5 of day.ndjson: it has no date',
      'line 6 of day.ndjson: it has no id',
      'line 7 of day.ndjson: it is no post',
    ]);
  });

  it('reads a file whose first line is broken', async () => {
    for (const first of ['{"id": "1", "te', 'garbage']) {
      const { posts, problems } = await read(`${first}\n${lines(row('2'))}\n`);
      assert.equal(posts.length, 1);
      assert.deepEqual(problems, ['line 1 of day.ndjson: it is not JSON']);
    }
  });

  it('names the first twenty bad rows and counts the rest', async () => {
    const { problems } = await read(`${lines(row('1'))}\n${'nonsense\n'.repeat(50)}`);
    assert.equal(problems.length, 21);
    assert.equal(problems.at(-1), 'and 30 more');
  });

  it('uses what comes before and after a broken element of an array', async () => {
    const array = `[\n${JSON.stringify(row('1'))},\n{"id": "2", "text": nonsense},\n${JSON.stringify(row('3'))}\n]`;
    const { posts, problems } = await read(array);
    assert.deepEqual(
      posts.map(({ id }) => id),
      ['1', '3'],
    );
    assert.deepEqual(problems, ['line 3 of day.ndjson: it is not JSON']);
  });

  it('uses the whole rows of an array that is cut off or lacks a bracket', async () => {
    const cut = JSON.stringify([row('1'), row('2'), row('3')]).slice(0, -20);
    const lacking = `[\n${JSON.stringify(row('1'))},\n{"id": "x", "a": {\n${JSON.stringify(row('2'))},\n]`;
    for (const content of [cut, lacking]) {
      const { posts, problems } = await read(content);
      assert.deepEqual(
        posts.map(({ id }) => id),
        ['1', '2'],
      );
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', /cut off or a bracket is missing/);
    }
  });

  it('uses the whole posts of a page that is cut off', async () => {
    const text = JSON.stringify(page('1', '2', '3'));
    const { posts, problems } = await read(text.slice(0, text.indexOf('"includes"') - 10));
    assert.deepEqual(
      posts.map(({ id }) => id),
      ['1', '2'],
    );
    assert.equal(problems.length, 1);
  });

  it('uses what a half-broken gzip file still gives', async () => {
    const many = lines(
      ...Array.from({ length: 4000 }, (_, n) => row(String(n), { text: `text ${n * 7919}` })),
    );
    const packed = gzipSync(many);
    const half = Math.floor(packed.length / 2);
    const garbled = Buffer.from(packed).fill(0xff, half, half + 200);
    for (const content of [packed.subarray(0, half), garbled]) {
      const { posts, problems } = await read(content, 'half.ndjson.gz');
      assert.ok(posts.length > 1000, `${posts.length} posts`);
      assert.ok(problems.some((problem) => /^half.ndjson.gz: the gzip data is broken/.test(problem)));
    }
  });

  it('says when characters had to be replaced', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"id":"1","date":"2026-01-01","text":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    const { posts, problems } = await read(bytes);
    assert.equal(posts.length, 1);
    assert.deepEqual(problems, ['day.ndjson: some characters are not UTF-8 and were replaced']);
  });

  it('goes on after a bad CSV row', async () => {
    const { posts, problems } = await read(
      'id,date,text\n1,2026-01-01,one\n2,never,two\n3,2026-01-01,th"r"ee\n4\n5,2026-01-01,five,more\n',
    );
    assert.deepEqual(
      posts.map(({ id }) => id),
      ['1', '3', '5'],
    );
    assert.deepEqual(problems, [
      'line 3 of day.ndjson: its date is no date',
      'line 5 of day.ndjson: it has no text',
    ]);
  });

  it('names the line on which a CSV row of several lines begins', async () => {
    const { problems } = await read('id,date,text\n1,2026-01-01,"one\ntwo\nthree"\n2,never,"four\nfive"\n');
    assert.deepEqual(problems, ['line 5 of day.ndjson: its date is no date']);
  });

  it('keeps the post that stands twice once, with the metrics read last', async () => {
    const { posts } = await read(
      lines(row('1', { metrics: { likes: 1 } }), row('1', { text: 'other', metrics: { likes: 2 } })),
    );
    assert.deepEqual(
      posts.map(({ text, metrics }) => [text, metrics?.likes]),
      [['text 1', 2]],
    );
  });

  it('refuses what is no posts file with one sentence', async () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]);
    for (const content of ['hello\nworld', 'name,age\nada,36', png, '<rss/>', 'a'.repeat(200_000)])
      await assert.rejects(
        read(content),
        (error) => error instanceof UserError && /is no posts file/.test(error.message),
      );
    await assert.rejects(
      readPostsFile(join(folder, 'none')),
      /^UserError: The posts file .* does not exist\.$/,
    );
    await assert.rejects(readPostsFile(folder), /is a folder; name the posts files in it/);
  });

  it('stops when it is told to', async () => {
    const path = join(folder, 'long.ndjson');
    await writeFile(path, `${lines(row('1'))}\n`.repeat(10_000));
    const stop = new AbortController();
    const reading = readPostsFile(path, { signal: stop.signal, keep: () => stop.abort() === undefined });
    await assert.rejects(reading, { name: 'AbortError' });
  });

  it('never fails on arbitrary damage of a good file', async () => {
    const good = Buffer.from(JSON.stringify([row('1'), row('2'), row('3')], null, 1));
    for (let at = 0; at < good.length; at += 7) {
      const damaged = Buffer.from(good);
      damaged[at] = 0x22;
      await read(damaged).catch((error) => assert.ok(error instanceof UserError, String(error)));
    }
    assert.ok((await readdir(folder)).length > 0);
  });
});

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createArchiveSource } from '../../../src/sources/archive.ts';
import { requestOf } from '../../contracts/source.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-posts-'));
  await mkdir(join(folder, 'posts', 'deep'), { recursive: true });
  const write = (name: string, ...rows: object[]) =>
    writeFile(join(folder, 'posts', name), rows.map((value) => JSON.stringify(value)).join('\n'));
  const row = (id: string, hour: string, text = `text ${id}`) => ({
    id,
    createdAt: `2026-01-01T${hour}:00:00Z`,
    text,
    author: { handle: 'ada' },
  });
  await write('b.ndjson', row('3', '12'), row('1', '10', 'second telling'), {
    id: '4',
    createdAt: '2026-01-02',
    text: 'next day',
  });
  await write('a.ndjson', row('2', '11'), row('1', '10'), { id: '5', createdAt: '2026-01-01' });
  await write('deep/c.ndjson', row('6', '13'));
  await writeFile(join(folder, 'posts', 'notes.txt'), 'no posts here');
});
after(() => rm(folder, { recursive: true }));

const collect = (path: string, more = {}) =>
  createArchiveSource({ kind: 'archive', name: 'files', path }, folder).collect(requestOf(more));

describe('the archive source', () => {
  it('reads the window out of all files that match, in order of time, the first telling of each post', async () => {
    const { posts, problems } = await collect('posts/*.ndjson');
    assert.deepEqual(
      posts.map(({ id, text, source }) => [id, text, source]),
      [
        ['1', 'text 1', 'files'],
        ['2', 'text 2', 'files'],
        ['3', 'text 3', 'files'],
      ],
    );
    assert.deepEqual(problems, ['line 3 of a.ndjson: it has no text']);
  });

  it('reaches into folders with **, and takes one file by its plain name', async () => {
    assert.equal((await collect('posts/**/*.ndjson')).posts.length, 4);
    assert.equal((await collect('posts/deep/c.ndjson')).posts.length, 1);
    assert.equal((await collect(join(folder, 'posts/deep/*.ndjson'))).posts.length, 1);
  });

  it('names a file that is no posts file and reads the others', async () => {
    const { posts, problems } = await collect('posts/*');
    assert.equal(posts.length, 3);
    assert.equal(problems.length, 2);
    assert.match(problems.join(' '), /notes.txt is no posts file/);
  });

  it('fails, rather than finding nothing, when no file can be read', async () => {
    await assert.rejects(collect('nowhere/*.ndjson'), {
      name: 'AdapterError',
      message: 'no file matches nowhere/*.ndjson',
    });
    await assert.rejects(collect('posts/none.ndjson'), /does not exist/);
    await assert.rejects(collect('posts/notes.txt'), /is no posts file/);
  });

  it('stops when it is told to', async () => {
    await assert.rejects(collect('posts/*.ndjson', { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});

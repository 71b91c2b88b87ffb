import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { keepUp } from '../../../src/app/collect/upkeep.ts';
import { postsOfWindow } from '../../../src/app/collect.ts';
import { readArchives } from '../../../src/app/memory.ts';
import type { SourceConfig } from '../../../src/core/edition.ts';
import { createSources } from '../../../src/sources/index.ts';
import { createWorld, day, type World } from './world.ts';

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

let inbox = '';
let world: World;
/** What happens while the source waits for files to be quiet. */
let meanwhile = async () => {};

beforeEach(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'broadsheet-inbox-'));
  folders.push(dataDir);
  inbox = join(dataDir, 'inbox');
  meanwhile = async () => {};
  const sources: SourceConfig[] = [{ kind: 'archive', name: 'inbox', path: 'inbox', watch: true }];
  world = await createWorld({}, { sources });
  const made = createSources(sources, {
    configDir: '.',
    dataDir,
    clock: world.clock,
    log: pino({ level: 'silent' }),
    pause: () => meanwhile(),
  });
  world.line.sourcesOf = () => made;
  await mkdir(inbox, { recursive: true });
});

const row = (id: string, at = '2026-01-01T08:00:00Z') =>
  JSON.stringify({ id, createdAt: at, text: `text ${id}`, author: { handle: 'ada' } });
const drop = (name: string, ...rows: string[]) => writeFile(join(inbox, name), rows.join('\n'));
const lying = async (place = '') =>
  (await readdir(join(inbox, place), { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
const storedIds = async () => (await postsOfWindow(world.line, world.edition, day)).posts.map(({ id }) => id);

describe('a watched folder', () => {
  it('is made when it is missing, and says nothing while it is empty', async () => {
    await rm(inbox, { recursive: true });
    await keepUp(world.line, world.edition);
    assert.deepEqual((await readdir(inbox)).sort(), ['done', 'failed']);
    const { outcomes, unreadable } = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual([outcomes, unreadable], [[], 0]);
  });

  it('has its files read by the tick, whatever their days, counted, and moved to done', async () => {
    await drop('a.ndjson', row('1'), row('2', '2025-06-01T08:00:00Z'));
    await writeFile(join(inbox, 'b.csv.gz'), gzipSync('id,text,created_at\n3,three,2026-01-01T09:00:00Z\n'));
    await keepUp(world.line, world.edition);
    assert.deepEqual(
      [await lying(), await lying('done'), await lying('failed')],
      [[], ['a.ndjson', 'b.csv.gz'], []],
    );
    const { posts, outcomes } = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual(
      posts.map(({ id }) => id),
      ['1', '3'],
    );
    assert.deepEqual(outcomes, [{ name: 'inbox', status: 'ok', posts: 2 }]);
    const old = await world.store.postsById(world.edition.id, ['2']);
    assert.equal(old.length, 1);
  });

  it('has a file that is none moved to failed with the reason beside it, and told in the coverage of the day', async () => {
    await drop('notes.txt', 'my shopping list');
    await keepUp(world.line, world.edition);
    assert.deepEqual([await lying(), await lying('done')], [[], []]);
    assert.deepEqual(await lying('failed'), ['notes.txt', 'notes.txt.problems.txt']);
    const reason = /^notes\.txt is no posts file: it is neither NDJSON/;
    assert.match(await readFile(join(inbox, 'failed', 'notes.txt.problems.txt'), 'utf8'), reason);
    const { outcomes, unreadable } = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual([outcomes[0]?.name, outcomes[0]?.status, unreadable], ['inbox', 'failed', 1]);
    assert.match(outcomes[0]?.error ?? '', reason);
    const next = { ...day, firstDay: '2026-01-02', lastDay: '2026-01-02' };
    assert.deepEqual((await postsOfWindow(world.line, world.edition, next)).outcomes, []);
  });

  it('has the good rows of a file kept and the bad ones named beside it', async () => {
    await drop('a.ndjson', row('1'), '{"id":"2"', row('3'));
    await keepUp(world.line, world.edition);
    assert.deepEqual(await lying('done'), ['a.ndjson', 'a.ndjson.problems.txt']);
    const { posts, outcomes, unreadable } = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual([posts.length, unreadable], [2, 1]);
    assert.deepEqual(outcomes, [
      { name: 'inbox', status: 'ok', posts: 2, error: 'line 2 of a.ndjson: it is not JSON' },
    ]);
  });

  it('is read by a collect too, and each file once', async () => {
    await drop('a.ndjson', row('1'));
    assert.deepEqual(await storedIds(), ['1']);
    assert.deepEqual([await lying(), await lying('done')], [[], ['a.ndjson']]);
    await keepUp(world.line, world.edition);
    assert.deepEqual(await lying('done'), ['a.ndjson']);
  });

  it('keeps files of the same name apart', async () => {
    for (const id of ['1', '2', '3']) {
      await drop('posts.ndjson', row(id));
      await keepUp(world.line, world.edition);
    }
    assert.deepEqual(await lying('done'), ['2-posts.ndjson', '3-posts.ndjson', 'posts.ndjson']);
    assert.deepEqual(await storedIds(), ['1', '2', '3']);
  });

  it('leaves alone what is still being written', async () => {
    await drop('a.ndjson.part', row('1'));
    await drop('.hidden.ndjson', row('2'));
    const last = row('4');
    await drop('growing.ndjson', row('3'), last.slice(0, 20));
    meanwhile = async () => {
      await sleep(5);
      await appendFile(join(inbox, 'growing.ndjson'), last.slice(20, 30));
      meanwhile = async () => {};
    };
    await keepUp(world.line, world.edition);
    assert.deepEqual(await lying(), ['.hidden.ndjson', 'a.ndjson.part', 'growing.ndjson']);
    await appendFile(join(inbox, 'growing.ndjson'), last.slice(30));
    await keepUp(world.line, world.edition);
    assert.deepEqual(await lying('done'), ['growing.ndjson']);
    const { posts, unreadable } = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual([posts.map(({ id }) => id), unreadable], [['3', '4'], 0]);
  });

  it('keeps a file that was written to while its posts were saved, and reads it again as a whole', async () => {
    await drop('a.ndjson', row('1'));
    const { savePosts } = world.store;
    world.line.store = {
      ...world.store,
      savePosts: async (edition, posts) => {
        await appendFile(join(inbox, 'a.ndjson'), `\n${row('2')}`);
        return savePosts(edition, posts);
      },
    };
    await keepUp(world.line, world.edition);
    assert.deepEqual([await lying(), await lying('done')], [['a.ndjson'], []]);
    world.line.store = world.store;
    await keepUp(world.line, world.edition);
    assert.deepEqual(await storedIds(), ['1', '2']);
  });

  it('loses no file when the store fails: it stays, and is read later', async () => {
    await drop('a.ndjson', row('1'));
    world.line.store = {
      ...world.store,
      savePosts: async () => {
        throw new Error('the disk is full');
      },
    };
    await keepUp(world.line, world.edition);
    assert.deepEqual(await lying(), ['a.ndjson']);
    world.line.store = world.store;
    await keepUp(world.line, world.edition);
    assert.deepEqual([await lying(), await storedIds()], [[], ['1']]);
  });

  it('is not read where its files could not be put away, and that is told', async () => {
    await rm(inbox, { recursive: true });
    await writeFile(inbox, 'a file where the folder should be');
    const { outcomes } = await postsOfWindow(world.line, world.edition, day);
    assert.equal(outcomes[0]?.status, 'failed');
    assert.match(outcomes[0]?.error ?? '', /^the folder inbox cannot be written, so its files are not read/);
  });

  it('is not read as an archive whose files stay', async () => {
    await drop('a.ndjson', row('1'));
    await readArchives(world.line, world.edition);
    assert.deepEqual([await lying(), await world.store.postTimes(world.edition.id)], [['a.ndjson'], []]);
  });
});

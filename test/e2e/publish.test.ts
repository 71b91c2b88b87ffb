import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type RunningBot, startBot } from '../../src/bot.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { root } from '../tools/run.ts';

let dir: string;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-publish-'));
  cpSync(join(root, 'config'), join(dir, 'config'), { recursive: true });
  const edition = `title: { en: List, zh: 列表 }
timezone: Asia/Shanghai
buildTime: "20:00"
languages: [zh, en]
sources:
  - { kind: archive, name: posts, path: sample/posts/*.ndjson }
publish: { jekyll: ${join(dir, 'site')} }
`;
  writeFileSync(join(dir, 'config/editions/list.yaml'), edition);
  rmSync(join(dir, 'config/editions/twitter_ai.yaml'));
});
let bot: RunningBot | undefined;
after(async () => {
  await bot?.stop();
  rmSync(dir, { recursive: true });
});

/** Every file of the site with its bytes' age, so that one written again is seen. */
function site(): Record<string, number> {
  const names = readdirSync(join(dir, 'site'), { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.sort().map((path) => [path.slice(dir.length), statSync(path).mtimeMs]));
}

test('an edition that publishes writes each language of the day once, whole, whatever is started again', async () => {
  const clock = createFakeClock('2025-12-27T11:59:00Z');
  const env = { PORT: '0', DATA_DIR: join(dir, 'data'), CONFIG_DIR: join(dir, 'config'), LOG_LEVEL: 'error' };
  const start = () => startBot({ env, dir: root, clock, stdout: process.stderr });
  bot = await start();
  await bot.minute();
  assert.throws(site, /ENOENT/, 'nothing before its time');
  clock.set('2025-12-27T12:00:30Z');
  await bot.minute();
  const first = site();
  assert.deepEqual(Object.keys(first), [
    '/site/_posts/2025-12-27-list_20251227_20251227.md',
    '/site/_posts/2025-12-27-list_20251227_20251227_en.md',
    '/site/assets/wordclouds/wordcloud_list_20251227_20251227.jpg',
    '/site/assets/wordclouds/wordcloud_list_20251227_20251227_en.jpg',
  ]);
  const post = readFileSync(join(dir, Object.keys(first)[0] ?? ''), 'utf8');
  assert.match(post, /^---\n/);
  assert.match(
    post,
    /\{\{ '\/assets\/wordclouds\/wordcloud_list_20251227_20251227\.jpg' \| relative_url \}\}/,
  );
  clock.addMs(60_000);
  await bot.minute();
  await bot.stop();
  bot = await start();
  clock.addMs(60_000);
  await bot.minute();
  assert.deepEqual(site(), first);
});

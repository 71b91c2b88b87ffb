import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseInstant } from '../../../src/core/instants.ts';
import { decodeFeed } from '../../../src/sources/feed/decode.ts';
import type { Entry } from '../../../src/sources/feed/entry.ts';
import { parseFeedText } from '../../../src/sources/feed/parse.ts';
import { toPosts } from '../../../src/sources/feed/to-post.ts';
import { dataPath } from '../../tools/data.ts';

const feeds = dataPath('feeds/');
const skip = feeds ? false : 'the feed corpus is not here';
const entryTag = /<(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])/gi;

describe('the corpus of odd and broken feeds', { skip }, () => {
  const files = feeds ? filesIn(feeds) : [];

  it('is read without a crash, posts included', () => {
    assert.ok(files.length > 1700);
    for (const file of files) {
      const text = textOf(file);
      const feed = tryParse(text);
      if (feed) toPosts(feed, 'https://example.com/feed', 'corpus');
    }
  });

  it('yields the entries of at least 95 % of the well-formed feeds, with all that they hold', () => {
    const wellFormed = files.filter((file) => /wellformed|real|rendered/.test(file));
    const holding = wellFormed
      .map((file) => ({ file, text: textOf(file) }))
      .filter(({ text }) => countOf(text) > 0);
    const failed = holding.filter(({ text }) => !isWhole(text)).map(({ file }) => file);
    assert.ok(holding.length > 1100);
    assert.ok(
      failed.length <= holding.length * 0.05,
      `${failed.length} of ${holding.length}: ${failed.slice(0, 9)}`,
    );
  });

  it('gives each post of a rendered X account the id that X gave it, the same through every bridge', () => {
    for (const account of ['sama', 'karpathy', 'swyx', 'dotey', 'op7418', 'rauchg']) {
      const [nitter, rsshub, json] = ['nitter_NAME.xml', 'rsshub_NAME.xml', 'jsonfeed_NAME.json'].map(
        (name) => {
          const file = join(feeds ?? '', 'rendered', name.replace('NAME', account));
          const feed = parseFeedText(textOf(file), 500);
          return toPosts(feed, `https://bridge.example/${account}`, account).posts;
        },
      );
      assert.ok(nitter && rsshub && json && nitter.length > 0);
      assert.deepEqual(rsshub.map((post) => post.id).sort(), nitter.map((post) => post.id).sort());
      assert.deepEqual(json.map((post) => post.id).sort(), nitter.map((post) => post.id).sort());
      assert.ok(nitter.every((post) => /^\d{15,}$/.test(post.id)));
      assert.ok(nitter.every((post) => post.url === `https://x.com/${account}/status/${post.id}`));
      const words = (text: string) => text.replace(/\s+/g, ' ');
      const textOfId = new Map(json.map((post) => [post.id, words(post.text)]));
      for (const post of [...nitter, ...rsshub]) assert.equal(words(post.text), textOfId.get(post.id));
    }
  });

  it('gives posts with words, date and address for the feeds of real sites', () => {
    for (const file of files.filter((name) => name.includes('/real/'))) {
      const { posts, problems } = toPosts(
        parseFeedText(textOf(file), 500),
        'https://site.example/feed',
        'site',
      );
      assert.deepEqual(problems, []);
      assert.ok(posts.length >= 5, `${file}: ${posts.length}`);
      assert.ok(posts.every((post) => post.text.length > 10 && /^https?:/.test(post.url)));
      assert.ok(posts.every((post) => !/<\w+[ >]|&[a-z]+;/.test(post.text)));
    }
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(xml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The corpus says in a comment with which content type a file is served. */
function textOf(file: string): string {
  const bytes = readFileSync(file);
  return decodeFeed(bytes, /Content-type:\s*(.*)/i.exec(bytes.toString('latin1'))?.[1]);
}

function tryParse(text: string) {
  try {
    return parseFeedText(text, 500);
  } catch (error) {
    assert.match(String(error), /it is no feed/);
    return undefined;
  }
}

function countOf(text: string): number {
  const shown = text.replace(/<!--[\s\S]*?-->/g, '').replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  return shown.match(entryTag)?.length ?? 0;
}

/** As many entries as tags; in a feed of one, nothing that stands directly in the entry is missing. */
function isWhole(text: string): boolean {
  const entries = tryParse(text)?.entries ?? [];
  const [first] = entries;
  if (entries.length !== countOf(text)) return false;
  return entries.length !== 1 || first === undefined || holdsAll(first, text);
}

function holdsAll(entry: Entry, text: string): boolean {
  const all = /<(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])([\s\S]*)/i.exec(text)?.[1] ?? '';
  const inner = all
    .replace(/<(?:atom:)?source>[\s\S]*?<\/(?:atom:)?source>/g, '')
    .replace(/<\w*:?body[\s\S]*?<\/\w*:?body>/g, '<body>x');
  const has = (pattern: RegExp) => pattern.test(inner);
  const date = has(/<(pubDate|published|updated|dc:date|issued|modified|created)>\s*[^<\s]/i);
  return (
    (!has(/<(guid|id)>\s*[^<\s]/i) || entry.id !== undefined) &&
    (!has(/<link>\s*[^<\s]|<link[^>]*href="[^"]/i) || entry.link !== undefined) &&
    (!date || parseInstant(entry.date) !== undefined) &&
    (!has(/<(title|description|content|summary|content:encoded|body|fullitem)\b[^>]*>\s*[^<\s]/i) ||
      (entry.title ?? entry.body) !== undefined)
  );
}

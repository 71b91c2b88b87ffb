import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { toDocument } from '../../src/core/document.ts';
import type { Picture } from '../../src/core/message.ts';
import { publishToJekyll } from '../../src/publish/jekyll.ts';
import { makeReport, names } from '../fixtures/report.ts';

let site: string;
before(() => {
  site = mkdtempSync(join(tmpdir(), 'broadsheet-site-'));
});
after(() => rmSync(site, { recursive: true }));

const picture: Picture = {
  name: 'cloud.jpg',
  contentType: 'image/jpeg',
  bytes: new Uint8Array([255, 216]),
  width: 1200,
  height: 675,
  alt: 'words',
};

test('a day becomes one post with its picture, and is never written twice', () => {
  const report = makeReport();
  const post = { report, document: toDocument(report, names), picture, isFirst: true };
  const path = publishToJekyll(site, post);
  assert.equal(path, join(site, '_posts/2025-12-27-sample_20251227_20251227.md'));
  const text = readFileSync(path ?? '', 'utf8');
  assert.match(text, /^---\nlayout: post\ntitle: "sample_20251227_20251227"\ndate: "2025-12-27 /);
  const image = '/assets/wordclouds/wordcloud_sample_20251227_20251227.jpg';
  assert.ok(text.includes(`]({{ '${image}' | relative_url }})`), text);
  assert.deepEqual([...readFileSync(join(site, image))], [255, 216]);

  const changed = { ...post, document: { text: 'another text' } };
  assert.equal(publishToJekyll(site, changed), undefined);
  assert.equal(readFileSync(path ?? '', 'utf8'), text);
  assert.deepEqual(readdirSync(join(site, '_posts')), ['2025-12-27-sample_20251227_20251227.md']);
});

test('another language has a post of its own', () => {
  const report = makeReport({ language: 'zh' });
  const document = toDocument(report, names);
  const path = publishToJekyll(site, { report, document, picture: undefined, isFirst: false });
  assert.equal(path, join(site, '_posts/2025-12-27-sample_20251227_20251227_zh.md'));
});

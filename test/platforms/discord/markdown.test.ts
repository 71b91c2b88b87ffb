import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readableText } from '../../../src/core/text/normalise.ts';
import { renderTexts, type TextBlock } from '../../../src/platforms/discord/markdown.ts';
import { hostilePosts } from '../../fixtures/hostile.ts';
import { readMarkdown } from './reader.ts';

const paragraph = (text: string): TextBlock => ({ kind: 'paragraph', spans: [{ text }] });
const oneLine = (text: string) => readableText(text).replace(/\s+/g, ' ').trim();
const kinds = (markdown: string) => readMarkdown(markdown).active.map(({ kind }) => kind);

test('the reader sees what acts in raw posts, so that its silence on rendered ones means something', () => {
  const silent = hostilePosts.filter(({ kind, text }) => {
    const read = readMarkdown(text);
    return ['mention', 'link', 'markup'].includes(kind) && read.active.length + read.links.length === 0;
  });
  assert.ok(silent.length <= 12, silent.map(({ text }) => text).join('\n'));
});

test('a hostile post stays letters in a paragraph, a claim, a heading and emphasis', () => {
  for (const { text } of hostilePosts) {
    assert.deepEqual(kinds(renderTexts([paragraph(text)])), [], text);
    const list: TextBlock = { kind: 'list', ordered: true, entries: [[{ text }]] };
    assert.deepEqual(kinds(renderTexts([list])), ['number'], text);
    assert.deepEqual(kinds(renderTexts([{ kind: 'heading', level: 2, text }])), ['heading'], text);
    const bold = renderTexts([{ kind: 'paragraph', spans: [{ text, bold: true }, { text: ' end' }] }]);
    assert.deepEqual([...new Set(kinds(bold))], ['bold'], text);
  }
});

test('a hostile post loses no visible letter', () => {
  for (const { text } of hostilePosts) {
    const shown = readMarkdown(renderTexts([paragraph(text)])).text;
    assert.equal(oneLine(shown), oneLine(text));
  }
});

test('a hostile label cannot bend its link', () => {
  for (const { text } of hostilePosts) {
    const spans = [{ text: 'A claim. ' }, { text, href: 'https://x.com/nora/status/1' }];
    const { links, active } = readMarkdown(renderTexts([{ kind: 'paragraph', spans }]));
    assert.deepEqual(active, [], text);
    assert.deepEqual(
      links.map(({ url }) => url),
      ['https://x.com/nora/status/1'],
    );
    assert.match(links[0]?.label ?? '', /x\.com$/);
  }
});

test('no raw text of a hostile post reaches the server as a mention, whatever a client makes of escapes', () => {
  for (const { text } of hostilePosts) {
    const rendered = renderTexts([paragraph(text)]);
    assert.doesNotMatch(rendered, /<[@#]|@(?:everyone|here)|<\/\w|<t:|<a?:\w+:\d|:\/\/|\]\(|discord\.gg/i);
  }
});

test('random text never acts, and none of its letters is lost', () => {
  const signs = '\\*_~|`[]()<>@#:/!-+.>1 \n\tahttpseveryone中。';
  const noise = fc.string({ unit: fc.constantFrom(...signs), maxLength: 60 });
  fc.assert(
    fc.property(noise, noise, (first, second) => {
      const spans = [{ text: first }, { text: second }];
      const read = readMarkdown(renderTexts([{ kind: 'paragraph', spans }]));
      assert.deepEqual(read.active, []);
      assert.deepEqual(read.links, []);
      assert.equal(read.text.replace(/\s+/g, ''), (first + second).replace(/\s+/g, ''));
    }),
    { numRuns: 3000 },
  );
});

test('a link shows its true host, and its address cannot break out', () => {
  const render = (text: string, href: string) =>
    renderTexts([{ kind: 'paragraph', spans: [{ text, href }] }]);
  assert.equal(
    render('@nora', 'https://x.com/nora/status/1'),
    '[@nora · x.com](https://x.com/nora/status/1)',
  );
  assert.equal(render('x.com', 'https://x.com/a'), '[x.com](https://x.com/a)');
  assert.equal(render('a⭐b', 'https://x.com/a'), 'a⭐b [x.com](https://x.com/a)');
  assert.equal(render('@_a_', 'https://x.com/a'), '@\u200b\\_a\\_ [x.com](https://x.com/a)');
  assert.equal(render('a', 'https://x.com/a) [b](c'), '[a · x.com](https://x.com/a%29%20[b]%28c)');
  assert.equal(
    render('a', 'https://bücher.example/'),
    '[a · xn--bcher-kva.example](https://bücher.example/)',
  );
});

test('only web addresses become links, and none that hides its host behind a user name', () => {
  for (const href of [
    'javascript:alert(1)',
    'tg://resolve',
    'https://x.com@evil.example/',
    'https://',
    'file:///x',
  ]) {
    assert.equal(renderTexts([{ kind: 'paragraph', spans: [{ text: 'a', href }] }]), 'a');
  }
});

test('headings, lists that go on counting, notes in small print and paragraphs each get their form', () => {
  const text = renderTexts([
    { kind: 'heading', level: 1, text: 'Digest' },
    { kind: 'paragraph', spans: [{ text: 'Read: 3 posts\nLeft out: 1', italic: true }] },
    { kind: 'paragraph', spans: [{ text: 'One. ' }, { text: 'Two', bold: true }] },
    { kind: 'paragraph', spans: [{ text: 'Three.' }] },
    { kind: 'list', ordered: true, start: 3, entries: [[{ text: 'a\nb' }], [{ text: 'c' }]] },
    { kind: 'list', ordered: false, entries: [[{ text: 'd' }]] },
  ]);
  assert.equal(
    text,
    '# Digest\n-# Read: 3 posts\n-# Left out: 1\n\nOne. **Two**\n\nThree.\n3. a b\n4. c\n- d',
  );
});

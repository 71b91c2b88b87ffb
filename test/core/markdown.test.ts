import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeMarkdown, markdownLink } from '../../src/core/markdown.ts';

test('post text can make no link, no emphasis, no HTML, no heading and no list', () => {
  assert.equal(escapeMarkdown('[a](https://evil.example)'), '\\[a\\](https:\u200b//evil.example)');
  assert.equal(escapeMarkdown('*b* _c_ `d` ~e~ |f|'), '\\*b\\* \\_c\\_ \\`d\\` \\~e\\~ \\|f\\|');
  assert.equal(escapeMarkdown('<script>x</script> &amp;'), '&lt;script&gt;x&lt;/script&gt; &amp;amp;');
  assert.equal(escapeMarkdown('# one'), '\\# one');
  assert.equal(escapeMarkdown('1. one'), '\\1. one');
  assert.equal(escapeMarkdown('a\n\n# b'), 'a # b');
});

test('a mention in post text is broken, an address with @ inside is left alone', () => {
  assert.equal(escapeMarkdown('@everyone hi'), '@\u200beveryone hi');
  assert.equal(escapeMarkdown('me@mail.example'), 'me@mail.example');
});

test('only web addresses become links, and none can break out of its brackets', () => {
  assert.equal(markdownLink('@a', 'https://x.com/a/status/1'), '[@a](https://x.com/a/status/1)');
  assert.equal(markdownLink('a', 'javascript:alert(1)'), 'a');
  assert.equal(markdownLink('a', 'https://x.com/a) [b](c'), '[a](https://x.com/a%29%20[b]%28c)');
});

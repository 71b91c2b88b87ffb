import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFeedText } from '../../../src/sources/feed/parse.ts';
import { toPosts } from '../../../src/sources/feed/to-post.ts';

const date = '<pubDate>Thu, 01 Jan 2026 08:00:00 GMT</pubDate>';
const rss = (...items: string[]) =>
  `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Blog</title><link>https://www.blog.example/</link>${items.map((item) => `<item>${item}${date}</item>`).join('')}</channel></rss>`;
const read = (text: string, url = 'https://blog.example/feed.xml') =>
  toPosts(parseFeedText(text, 500), url, 'blog');
const one = (text: string, url?: string) => {
  const { posts, problems } = read(text, url);
  assert.deepEqual(problems, []);
  assert.ok(posts[0]);
  return posts[0];
};

describe('posts of a feed', () => {
  it('has title and words of an entry, in the words of a reader', () => {
    const post = one(
      rss(
        '<title>Chips &amp;amp; cheese</title><link>/a?utm_source=rss#top</link><description>&lt;p&gt;First &lt;b&gt;bold&lt;/b&gt; line.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;ul&gt;&lt;li&gt;one&lt;li&gt;two&lt;/ul&gt;</description><dc:creator>Ada Lovelace</dc:creator>',
      ),
    );
    assert.equal(post.text, 'Chips & cheese\n\nFirst bold line.\n\none\ntwo');
    assert.equal(post.url, 'https://www.blog.example/a?utm_source=rss#top');
    assert.deepEqual(post.author, { handle: 'blog.example', name: 'Ada Lovelace' });
    assert.equal(post.createdAt, '2026-01-01T08:00:00.000Z');
    assert.equal(post.source, 'blog');
  });

  it('takes a single word as a handle, as link sites give it', () => {
    for (const [creator, handle] of [
      ['simonw', 'simonw'],
      ['/u/some_one', 'some_one'],
      ['@ada', 'ada'],
    ]) {
      const post = one(
        rss(`<title>t</title><link>https://x.example/1</link><dc:creator>${creator}</dc:creator>`),
      );
      assert.equal(post.author.handle, handle);
    }
  });

  it('does not say a text twice when the title is its beginning', () => {
    const post = one(
      rss(
        '<title>A long thought about…</title><link>https://x.example/1</link><description>A long thought about chips and more.</description>',
      ),
    );
    assert.equal(post.text, 'A long thought about chips and more.');
  });

  it('cuts a whole essay at the end of a sentence', () => {
    const post = one(
      rss(
        `<title>T</title><link>https://x.example/1</link><description>${'A sentence of words. '.repeat(500)}</description>`,
      ),
    );
    assert.ok(post.text.length < 1600);
    assert.match(post.text, /words\.$/);
  });

  it('drops what link sites write around the words', () => {
    const bodies = {
      'arXiv:2512.01234v1 Announce Type: new Abstract: We show it.': 'T\n\nWe show it.',
      '<p>My text</p> submitted by <a href="x">/u/ada</a> <span><a href="x">[link]</a></span> <span><a href="x">[comments]</a></span>':
        'T\n\nMy text',
      '<a href="https://news.ycombinator.com/item?id=1">Comments</a>': 'T',
      '<p>Article URL: <a href="x">x</a></p><p>Comments URL: <a href="x">x</a></p><p>Points: 120</p><p># Comments: 45</p>':
        'T',
    };
    for (const [body, text] of Object.entries(bodies)) {
      const post = one(
        rss(`<title>T</title><link>https://x.example/1</link><description><![CDATA[${body}]]></description>`),
      );
      assert.equal(post.text, text);
      assert.deepEqual(
        [post.metrics?.likes, post.metrics?.replies],
        /Points/.test(body) ? [120, 45] : [undefined, undefined],
      );
    }
  });

  it('knows an entry again by its address, without what counts visitors', () => {
    const [a, b] = ['?utm_source=x', '#top'].map((rest) =>
      one(rss(`<title>t</title><link>https://x.example/1${rest}</link>`)),
    );
    assert.equal(a?.id, b?.id);
    assert.notEqual(a?.id, one(rss('<title>t</title><link>https://x.example/2</link>')).id);
  });

  it('tells entries apart that share an address', () => {
    const item = (guid: string) =>
      `<title>${guid}</title><link>https://x.example/live</link><guid isPermaLink="false">${guid}</guid>`;
    const { posts } = read(rss(item('one'), item('two')));
    assert.equal(new Set(posts.map((post) => post.id)).size, 2);
  });

  it('names entries without a date or words and keeps the others', () => {
    const { posts, problems } = read(
      `<rss version="2.0"><channel><item><title>no date</title></item><item>${date}</item><item><title>odd</title><pubDate>soon</pubDate></item><item><title>good</title>${date}</item></channel></rss>`,
    );
    assert.deepEqual(
      posts.map((post) => post.text),
      ['good'],
    );
    assert.deepEqual(problems, [
      'post 1 of blog: it has no date',
      'post 2 of blog: it has no text',
      'post 3 of blog: its date is no date',
    ]);
  });

  it('never gives an address that is not of the web', () => {
    const post = one(rss('<title>t</title><link>javascript:alert(1)</link>'));
    assert.doesNotMatch(post.url, /javascript/);
  });

  it('reads Atom and JSON Feed to the same post', () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title><entry><id>1</id><title>Head</title><link href="https://x.example/1"/><link rel="edit" href="https://x.example/edit"/><updated>2026-01-01T08:00:00Z</updated><content type="html">&lt;p&gt;Body&lt;/p&gt;</content><author><name>ada</name></author></entry></feed>`;
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'B',
      items: [
        {
          id: '1',
          url: 'https://x.example/1',
          title: 'Head',
          content_html: '<p>Body</p>',
          date_published: '2026-01-01T16:00:00+08:00',
          authors: [{ name: 'ada' }],
        },
      ],
    });
    assert.deepEqual(one(atom), one(json));
    assert.equal(one(atom).text, 'Head\n\nBody');
  });

  it('reads a feed that is cut off', () => {
    const whole = rss(
      '<title>one</title><link>https://x.example/1</link>',
      '<title>two</title><link>https://x.example/2</link>',
    );
    const { posts } = read(whole.slice(0, whole.lastIndexOf('<pubDate>') + 44));
    assert.deepEqual(
      posts.map((post) => post.text),
      ['one', 'two'],
    );
  });

  it('refuses what is no feed', () => {
    for (const text of ['', 'hello', '<html><body>404</body></html>', '{"a":1}', '[]', '\u0000'])
      assert.throws(() => parseFeedText(text, 500), /it is no feed/);
  });

  it('resolves no external entity and expands none', () => {
    const xxe = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss('<title>a &x; b</title><link>https://x.example/1</link>')}`;
    assert.doesNotMatch(one(xxe).text, /root:/);
    const laughs = `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]>${rss('<title>&c;</title><link>https://x.example/1</link>')}`;
    assert.ok(one(laughs).text.length < 10_000);
  });
});

describe('posts of X through a bridge', () => {
  const nitter = (
    title: string,
    body: string,
    link = 'https://nitter.example/ada/status/1999999999999999999#m',
  ) =>
    one(
      rss(
        `<title>${title}</title><dc:creator>@ada</dc:creator><description><![CDATA[${body}]]></description><link>${link}</link><guid>${link}</guid>`,
      ),
      'https://nitter.example/ada/rss',
    );

  it('have the id, address and handle of X', () => {
    const post = nitter('short', '<p>the words<br>in lines</p>');
    assert.equal(post.id, '1999999999999999999');
    assert.equal(post.url, 'https://x.com/ada/status/1999999999999999999');
    assert.deepEqual(post.author, { handle: 'ada' });
    assert.equal(post.text, 'the words\nin lines');
  });

  it('are the original post where someone on the list reposted it', () => {
    const link = 'https://nitter.example/bo/status/1888888888888888888#m';
    const post = nitter('RT by @ada: the words', '<p>the words</p>', link);
    assert.deepEqual([post.id, post.author.handle, post.text], ['1888888888888888888', 'bo', 'the words']);
    assert.equal(nitter('RT by @ada: only a title', '', link).text, 'only a title');
  });

  it('carry no mark of an answer in their words', () => {
    assert.equal(nitter('R to @bo: I agree', '').text, 'I agree');
  });

  it('point at the quoted post, whose words are not theirs', () => {
    const quote =
      '<p>my view</p><hr/><blockquote><b>Bo (@bo)</b><p>quoted words</p><footer>— <cite><a href="https://nitter.example/bo/status/1777777777777777777#m">link</a></cite></footer></blockquote>';
    const post = nitter('my view', quote);
    assert.deepEqual([post.text, post.quoteOf], ['my view', '1777777777777777777']);
    const rsshub =
      'my view<div class="rsshub-quote"><br>Bo: quoted words <a href="https://x.com/bo/status/1777777777777777777">link</a></div>';
    const other = nitter('my view', rsshub);
    assert.deepEqual([other.text, other.quoteOf], ['my view', '1777777777777777777']);
  });
});

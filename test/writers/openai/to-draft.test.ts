import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportAnswer } from '../../../src/writers/openai/shapes.ts';
import { toDraft } from '../../../src/writers/openai/to-draft.ts';
import { packOf } from './pack.ts';

const pack = packOf([
  { id: 'a', posts: [{ by: 'x', text: 'First post' }] },
  { id: 'b', posts: [{ by: 'y', text: 'Second post' }] },
]);

const claim = (n: unknown, text: string, post = 'p1') => ({
  n,
  text,
  cites: [{ post, quote: 'post' }],
  stance: 'fact',
});

function draftOf(answer: object) {
  return toDraft(reportAnswer.parse({ points: [], overview: [], ...answer }), pack, ['ai']);
}

test('a claim keeps no address and calls nobody', () => {
  const { events } = draftOf({
    themes: [
      {
        part: 'events',
        title: 'By @x',
        claims: [claim(1, '@OpenAI and ＠x saw https://a.example/b?c and met a@b.example')],
      },
    ],
  });
  assert.equal(events[0]?.title, 'By x');
  assert.equal(events[0]?.claims[0]?.text, 'OpenAI and x saw and met a@b.example');
});

test('points lead to places in reading order, whatever order the themes came in', () => {
  const { insights, events, analyses, points } = draftOf({
    themes: [
      { part: 'events', title: 'E', claims: [claim(1, 'one'), claim(2, 'two')] },
      { part: 'analysis:ai', title: 'A', claims: [claim(3, 'three')] },
      { part: 'insights', title: 'I', claims: [claim('#4', 'four')] },
    ],
    points: [3, 4, 2, 9, 3],
  });
  const detail = [...insights, ...events, ...analyses.flatMap(({ themes }) => themes)].flatMap(
    ({ claims }) => claims,
  );
  assert.deepEqual(
    points.map((place) => detail[place]?.text),
    ['three', 'four', 'two'],
  );
});

test('a theme of an unknown part is an event, and an empty one is none', () => {
  const { events, analyses } = draftOf({
    themes: [
      { part: 'analysis:sports', title: 'S', claims: [claim(1, 'one')] },
      { part: 'analysis:ai', title: 'empty', claims: [] },
    ],
  });
  assert.deepEqual([events.length, analyses.length], [1, 0]);
});

test('a claim belongs to the story of its first known post; handles are read in any dress', () => {
  const { events } = draftOf({
    themes: [
      {
        part: 'events',
        title: 'E',
        claims: [claim(1, 'one', '[P2]'), { ...claim(2, 'two'), cites: ['p9', 'p1'] }],
      },
    ],
  });
  assert.deepEqual(
    events[0]?.claims.map(({ storyId }) => storyId),
    ['b', 'a'],
  );
  assert.deepEqual(events[0]?.claims[1]?.cites, [
    { handle: 'p9', quote: '' },
    { handle: 'p1', quote: '' },
  ]);
});

test('what is beyond all bounds is no report', () => {
  const wrong = [
    { themes: 'none' },
    { themes: Array(101).fill({ part: 'events', title: '', claims: [] }) },
    { themes: [{ part: 'events', title: '', claims: [{ ...claim(1, 'x'.repeat(2001)) }] }] },
    { themes: [{ part: 'events', title: '', claims: [{ n: 1, text: 'x' }] }] },
  ];
  for (const answer of wrong) assert.equal(reportAnswer.safeParse(answer).success, false);
});

test('a bare domain that one author alone brings is advertising: its claims stay out', () => {
  const posts = packOf([
    {
      id: 'a',
      posts: [
        { by: 'x', text: 'Go to free-coin.xyz and see app.io now' },
        { by: 'z', text: 'App.io is down' },
      ],
    },
    { id: 'b', posts: [{ by: 'y', text: 'Z.ai ships GLM 4.7' }] },
  ]);
  const [, , named] = posts.posts;
  assert.ok(named);
  named.facts.push({ kind: 'name', value: 'zhipu', raw: 'Z.ai' });
  const texts = [
    'Go to free-coin.xyz',
    'app.io is down',
    'Z.ai ships GLM 4.7',
    'GLM 4.7 uses Node.js and v0.5',
    'a vs.all mix',
  ];
  const answer = {
    themes: [
      {
        part: 'events',
        title: 'Go to free-coin.xyz',
        claims: texts.map((text, index) => claim(index + 1, text)),
      },
    ],
    points: [1, 2],
    overview: [{ text: texts[0], cites: [] }],
  };
  const { events, overview, points } = toDraft(reportAnswer.parse(answer), posts, []);
  assert.deepEqual(
    events[0]?.claims.map(({ text }) => text),
    texts.slice(1),
  );
  assert.deepEqual([overview, points], [[], [0]]);
  assert.equal(events[0]?.title, '');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Block, Message, Span } from '../../src/core/message.ts';
import { type SplitOptions, splitMessage } from '../../src/core/split.ts';

const lengthOf = (blocks: readonly Block[]) =>
  blocks.reduce((sum, block) => sum + textOf(block).length + 2, 0);
const within = (limit: number): SplitOptions => ({ measure: lengthOf, limit });

test('a message that fits stays as it is', () => {
  const message = said(paragraph('short'));
  assert.equal(splitMessage(message, within(100))[0], message);
});

test('a part ends before a section when that leaves it at least half full', () => {
  const sections = ['A', 'B', 'C'].flatMap((name): Block[] => [
    { kind: 'heading', level: 2, text: name },
    list(['x'.repeat(30), 'y'.repeat(30)]),
  ]);
  const parts = splitMessage(said(...sections), within(100));
  assert.deepEqual(parts.map(firstHeading), ['A', 'B', 'C']);
});

test('within a long section a part ends at a claim, and numbers go on', () => {
  const entries = Array.from({ length: 12 }, (_, index) => `claim ${index + 1} ${'x'.repeat(20)}.`);
  const parts = splitMessage(said({ kind: 'list', ordered: true, entries: entries.map(plain) }), within(130));
  assert.ok(parts.length > 2);
  for (const part of parts) {
    const [first] = part.blocks;
    assert.ok(first?.kind === 'list');
    assert.equal(first.entries[0]?.[0]?.text.startsWith(`claim ${first.start ?? 1} `), true);
  }
});

test('a claim longer than a part is cut at its sentences; the rest is no new entry', () => {
  const claim = `${'First part of it all. '.repeat(3)}${'Second part of it all. '.repeat(3)}`;
  const parts = splitMessage(said(list([claim, 'next.'])), within(80));
  const [, second] = parts;
  assert.equal(second?.blocks[0]?.kind, 'paragraph');
  for (const part of parts) assert.match(textOf(part.blocks[0] ?? paragraph('')), /[.]\s?$/);
});

test('a sentence longer than a part is cut between words, and a word longer than a part between graphemes', () => {
  const words = splitMessage(said(paragraph('alpha beta gamma delta '.repeat(8))), within(40));
  for (const part of words) assert.match(joinedText([part]), /^(alpha|beta|gamma|delta)\b.* $/);
  const family = '👩‍👩‍👧‍👦';
  const emoji = splitMessage(said(paragraph(family.repeat(20))), within(60));
  for (const part of emoji) assert.equal(joinedText([part]).replaceAll(family, ''), '');
});

test('no heading stands alone at the end of a part', () => {
  const heading = { kind: 'heading', level: 3, text: 'A theme with a long name, longer than all' } as const;
  const parts = splitMessage(
    said(paragraph('Hi.'), heading, list(['b'.repeat(40), 'c'.repeat(40)])),
    within(95),
  );
  assert.deepEqual(
    parts.map((part) => part.blocks.at(-2)?.kind),
    ['paragraph', 'list', 'list'],
  );
});

test('a part does not end at the first section when most of it would stay empty', () => {
  const blocks: Block[] = [
    paragraph('Hi.'),
    { kind: 'heading', level: 2, text: 'Section' },
    list(Array.from({ length: 9 }, (_, index) => `claim ${index} ${'x'.repeat(20)}`)),
  ];
  const [first] = splitMessage(said(...blocks), within(140));
  assert.ok(first && lengthOf(first.blocks) > 100);
});

test('a claim keeps its notes and links where it can', () => {
  const claim: Span[] = [{ text: 'One sentence here.' }, { text: ' (rumour)', italic: true }, ...links(2)];
  for (let limit = 45; limit < 120; limit++) {
    const message = said({ kind: 'list', ordered: false, entries: Array(6).fill(claim) });
    for (const part of splitMessage(message, within(limit))) {
      const text = joinedText([part]);
      assert.equal(text.match(/One sentence here/g)?.length, text.match(/@b/g)?.length, String(limit));
      assert.equal(text.match(/One sentence here/g)?.length, text.match(/rumour/g)?.length, String(limit));
    }
  }
});

test('a claim that must be cut is cut at a sentence, not before its notes', () => {
  const entry: Span[] = [
    { text: 'First sentence of this claim. Second one.' },
    { text: ' (rumour)', italic: true },
    ...links(2),
  ];
  const parts = splitMessage(said({ kind: 'list', ordered: false, entries: [entry] }), within(56));
  assert.deepEqual(
    parts.map((part) => joinedText([part])),
    ['First sentence of this claim. ', 'Second one. (rumour) @a @b'],
  );
});

test('marks count the parts; buttons and files go with the last, ephemeral with all', () => {
  const message: Message = {
    ...said(paragraph('word '.repeat(60))),
    actions: [{ label: 'go', command: 'digest' }],
    attachments: [{ name: 'a.md', contentType: 'text/markdown', bytes: new Uint8Array() }],
    ephemeral: true,
  };
  const parts = splitMessage(message, within(40));
  assert.ok(parts.length >= 10, 'two digits');
  assert.deepEqual(
    parts.map((part) => textOf(part.blocks.at(-1) ?? paragraph(''))),
    parts.map((_, index) => `(${index + 1}/${parts.length})`),
  );
  for (const part of parts) assert.equal(part.ephemeral, true);
  assert.deepEqual(
    parts.map((part) => [part.actions.length, part.attachments?.length ?? 0]),
    parts.map((_, index) => (index === parts.length - 1 ? [1, 1] : [0, 0])),
  );
});

test('no part weighs more than the limit, no text is lost, every link is whole and there once', () => {
  fc.assert(
    fc.property(messages, fc.integer({ min: 30, max: 400 }), (message, limit) => {
      const parts = splitMessage(message, within(limit));
      for (const part of parts) assert.ok(lengthOf(part.blocks) <= limit, `over ${limit}`);
      assert.equal(joinedText(parts), joinedText([message], 0));
      assert.deepEqual(parts.flatMap(linksOf), linksOf(message));
      assert.deepEqual(splitMessage(message, within(limit)), parts, 'same input, same parts');
    }),
    { numRuns: 300 },
  );
});

test('a hundred thousand characters without a space are split in good time', () => {
  const parts = splitMessage(said(paragraph('词'.repeat(100_000))), within(4096));
  assert.equal(joinedText(parts).length, 100_000);
  assert.equal(parts.length, 25);
});

const text = fc.oneof(
  fc.lorem({ maxCount: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.constantFrom(
    '今天发布了新模型。价格下降 30%，速度更快！',
    '🇨🇳👩‍👩‍👧‍👦'.repeat(9),
    'x'.repeat(500),
    ' \n ',
  ),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  text.map((value) => ({ text: value })),
  fc.lorem({ maxCount: 3 }).map((value) => ({ text: value, bold: true })),
  fc.integer({ min: 1, max: 9999 }).map((id) => ({ text: `@u${id}`, href: `https://x.com/u/${id}` })),
  fc.constantFrom('Read. All.', '看。全文。').map((value) => ({ text: value, href: 'https://x.com/all' })),
);
const spans = fc.array(span, { maxLength: 6 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constant('heading' as const),
    level: fc.constantFrom(1 as const, 2 as const, 3 as const),
    text,
  }),
  fc.record({ kind: fc.constant('paragraph' as const), spans }),
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    entries: fc.array(spans, { maxLength: 6 }),
  }),
);
const messages = fc.array(block, { maxLength: 10 }).map((blocks) => said(...blocks));

function said(...blocks: Block[]): Message {
  return { blocks, actions: [] };
}

function paragraph(value: string): Block {
  return { kind: 'paragraph', spans: plain(value) };
}

function list(entries: string[]): Block {
  return { kind: 'list', ordered: false, entries: entries.map(plain) };
}

function plain(value: string): Span[] {
  return [{ text: value }];
}

function links(count: number): Span[] {
  return Array.from({ length: count }, (_, index) => [
    { text: ' ' },
    { text: `@${'ab'[index]}`, href: `https://x.com/${index}` },
  ]).flat();
}

function spansOf(value: Block): Span[] {
  if (value.kind === 'heading') return [{ text: value.text }];
  if (value.kind === 'paragraph') return value.spans;
  return value.kind === 'list' ? value.entries.flat() : [];
}

function textOf(value: Block): string {
  return spansOf(value)
    .map((part) => part.text)
    .join('');
}

/** The text of all blocks without the marks. */
function joinedText(parts: Message[], marks = parts.length > 0 && hasMark(parts[0]) ? 1 : 0): string {
  return parts
    .flatMap((part) => part.blocks.slice(0, part.blocks.length - marks))
    .map(textOf)
    .join('');
}

function hasMark(part: Message | undefined): boolean {
  const last = part?.blocks.at(-1);
  return last !== undefined && /^\(\d+\/\d+\)$/.test(textOf(last));
}

function linksOf(part: Message): string[] {
  return part.blocks.flatMap(spansOf).flatMap((value) => (value.href ? [`${value.text} ${value.href}`] : []));
}

function firstHeading(part: Message): string {
  const found = part.blocks.find((value) => value.kind === 'heading');
  return found ? textOf(found) : '';
}

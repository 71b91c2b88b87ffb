import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Message, type Picture, plainMessage } from '../../../src/core/message.ts';
import { type ClassicPart, renderParts, type TelegramPart } from '../../../src/platforms/telegram/parts.ts';
import { toRichBlocks } from '../../../src/platforms/telegram/rich.ts';
import { readable } from '../../../src/platforms/telegram/text.ts';
import { detectEntities, type Entity, parseHtml } from '../../fakes/telegram/entities.ts';
import { readRich } from '../../fakes/telegram/rich.ts';
import { generate } from './generated.ts';

interface View {
  text: string;
  entities: Entity[];
}

const seeds = Array.from({ length: 500 }, (_, index) => index + 1);
const onlyTextLooks = new Set(['bold', 'italic', 'text_link']);

for (const style of ['html', 'rich'] as const) {
  test(`500 generated digests as ${style}: within the limits, every claim and link once, nothing but text`, () => {
    for (const seed of seeds) {
      const { message, claims } = generate(seed);
      const views = renderParts(message, style).map((part) => readPart(part));
      const said = squeeze(views.map((view) => withoutMark(view.text)).join(''));
      for (const { id, text } of claims)
        assert.equal(count(said, squeeze(readable(text))), 1, `${seed} ${id}`);
      const links = views.flatMap((view) => view.entities.flatMap((entity) => entity.url ?? []));
      const cited = claims.flatMap((claim) => claim.cites.map((cite) => cite.url));
      assert.deepEqual(links.sort(), cited.sort(), String(seed));
      for (const { entities } of views) {
        const others = entities.filter((entity) => !onlyTextLooks.has(entity.type));
        assert.deepEqual(others, [], String(seed));
      }
    }
  });
}

test('several HTML parts are marked, and only the last text has the buttons', () => {
  const { message } = generate(
    seeds.find((seed) => renderParts(generate(seed).message, 'html').length > 4) ?? 1,
  );
  const parts = renderParts(message, 'html').filter((part) => part.kind === 'text');
  const marks = parts.map((part) => /\((\d+\/\d+)\)<\/i>$/.exec(part.html)?.[1]);
  assert.deepEqual(
    marks,
    parts.map((_, index) => `${index + 1}/${parts.length}`),
  );
  assert.deepEqual(
    parts.map((part) => Boolean(part.keyboard)),
    parts.map((_, index) => index === parts.length - 1),
  );
});

test('what opens a digest stands in the caption of its picture where it fits', () => {
  const message: Message = {
    blocks: [...plainMessage('Title').blocks, image(), ...plainMessage('More').blocks],
    actions: [],
  };
  assert.deepEqual(
    renderParts(message, 'html').map((part) => ('html' in part ? part.html : part.kind)),
    ['Title\n\n<i>the words</i>', 'More'],
  );
  const long = { ...message, blocks: [...plainMessage('T'.repeat(1020)).blocks, image()] };
  assert.deepEqual(
    renderParts(long, 'html').map((part) => part.kind),
    ['photo', 'text'],
  );
});

test('words of a picture that are too long for a caption follow as text', () => {
  const parts = renderParts({ blocks: [image({ alt: 'word '.repeat(300) })], actions: [] }, 'html');
  assert.deepEqual(
    parts.map((part) => part.kind),
    ['photo', 'text'],
  );
  assert.equal(parts[0]?.kind === 'photo' && parts[0].html, '');
});

test('a picture that is no photo for Telegram goes as a document, with its words in the text', () => {
  for (const odd of [
    { width: 9000, height: 2000 },
    { width: 3000, height: 100 },
    { bytes: new Uint8Array(10_000_001) },
  ]) {
    const message = { blocks: [image(odd)], actions: [] };
    assert.deepEqual(
      renderParts(message, 'html').map((part) => part.kind),
      ['text', 'document'],
    );
    assert.deepEqual(
      renderParts(message, 'rich').map((part) => part.kind),
      ['rich', 'document'],
    );
  }
});

test('a list that was split goes on with its numbers', () => {
  const entries = Array.from({ length: 60 }, (_, index) => [
    { text: `point ${index + 1} ${'x'.repeat(150)}` },
  ]);
  const parts = renderParts({ blocks: [{ kind: 'list', ordered: true, entries }], actions: [] }, 'html');
  const texts = parts.map((part) => readPart(part).text).join('\n');
  for (let number = 1; number <= 60; number++) assert.ok(texts.includes(`${number}. point ${number} `));
});

test('more than a hundred links do not share one message', () => {
  const spans = Array.from({ length: 150 }, (_, index) => ({
    text: `a${index}`,
    href: `https://x.com/${index}`,
  }));
  const parts = renderParts({ blocks: [{ kind: 'paragraph', spans }], actions: [] }, 'html');
  assert.equal(parts.length, 2);
  assert.equal(parts.flatMap((part) => readPart(part).entities.filter((entity) => entity.url)).length, 150);
});

test('a rich message has at most 500 blocks, with those of its lists', () => {
  const entries = Array.from({ length: 300 }, (_, index) => [{ text: `point ${index}` }]);
  const parts = renderParts({ blocks: [{ kind: 'list', ordered: true, entries }], actions: [] }, 'rich');
  assert.equal(parts.length, 2);
  for (const part of parts) readPart(part);
});

test('buttons carry their command line in at most 64 bytes, in rows that a phone can show', () => {
  const actions = [
    { label: '市场', command: 'digest markets 2025-12-27 zh' },
    { label: 'a'.repeat(40), command: 'digest 2025-12-26' },
    { label: 'b', command: `digest ${'字'.repeat(20)}` },
  ];
  const [part] = renderParts({ ...plainMessage('x'), actions }, 'html');
  const rows = part?.kind === 'text' ? part.keyboard?.inline_keyboard : undefined;
  assert.deepEqual(
    rows?.map((row) => row.map((button) => 'callback_data' in button && button.callback_data)),
    [['v1|digest markets 2025-12-27 zh'], ['v1|digest 2025-12-26']],
  );
});

function image(more: Partial<Picture> = {}): { kind: 'image'; picture: Picture } {
  const picture: Picture = {
    name: 'cloud.png',
    contentType: 'image/png',
    bytes: new Uint8Array(9),
    width: 1200,
    height: 675,
    alt: 'the words',
    ...more,
  };
  return { kind: 'image', picture };
}

/** A part as Telegram would show it; throws where Telegram would refuse it. */
function readPart(part: TelegramPart): View {
  if (part.kind === 'rich') return readRichPart(part.message);
  return part.kind === 'document' ? { text: '', entities: [] } : readHtmlPart(part);
}

function readHtmlPart(part: Extract<ClassicPart, { html: string }>): View {
  const { text, entities } = parseHtml(part.html);
  assert.ok(text.length <= (part.kind === 'photo' ? 1024 : 4096), `${text.length} is too long`);
  assert.ok(part.kind === 'photo' || text.trim() !== '', 'empty');
  const links = entities.filter((entity) => entity.url);
  const outside = detectEntities(text).filter((found) => !links.some((link) => link.offset === found.offset));
  return { text, entities: [...entities, ...outside] };
}

function readRichPart(message: Message): View {
  const blocks = toRichBlocks(message.blocks).map((block) =>
    block.type === 'photo' ? { ...block, photo: { type: 'photo', media: 'attach://x' } } : block,
  );
  const view = readRich({ blocks, skip_entity_detection: true });
  return { ...view, text: view.text.trimEnd() };
}

function withoutMark(text: string): string {
  return text.replace(/\(\d+\/\d+\)$/, '');
}

function squeeze(text: string): string {
  return text.replace(/[\s\u2060]+/g, '');
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeDigest } from '../../../src/core/compose.ts';
import { type Block, type Message, plainMessage } from '../../../src/core/message.ts';
import { readableText } from '../../../src/core/text/normalise.ts';
import { toPost } from '../../../src/platforms/discord/payload.ts';
import { type Part, renderParts } from '../../../src/platforms/discord/render.ts';
import type { Json, SentFile } from '../../fakes/discord/shapes.ts';
import { checkMessage, listOf } from '../../fakes/discord/validate.ts';
import { makeReport, names } from '../../fixtures/report.ts';
import { generateDigest, picture } from './generate.ts';
import { readMarkdown } from './reader.ts';

const digests = Array.from({ length: 500 }, (_, seed) => generateDigest(seed));

for (const style of ['components', 'embeds'] as const) {
  test(`500 generated digests as ${style}: every part is within the limits, every claim and link there once, nothing acts`, () => {
    for (const { message, claims, links } of digests) {
      const parts = renderParts(message, style);
      for (const part of parts) assertWithinLimits(part);
      const read = readMarkdown(parts.map((part) => withoutMark(textOf(part))).join('\n'));
      const letters = squeeze(read.text);
      for (const claim of claims) {
        assert.equal(letters.split(squeeze(readableText(claim))).length, 2, claim);
      }
      assert.deepEqual(
        read.links.map(({ url }) => url),
        links,
      );
      assert.deepEqual(
        read.active.filter(({ kind }) => !ownForms.has(kind)),
        [],
      );
    }
  });
}

/** The renderer's own markup. */
const ownForms = new Set(['heading', 'list', 'number', 'small', 'bold']);

function assertWithinLimits(part: Part): void {
  const { body, files } = toPost(part, 'n');
  assert.equal(checkMessage(body as Json, files.map(toSentFile)), undefined);
  for (const id of customIds(part)) assert.ok(Buffer.byteLength(id) <= 64 && id.startsWith('v1|'));
}

test('parts are marked (1/n) to (n/n), and the buttons stand on the last', () => {
  const long = digests.filter(({ message }) => message.actions.length > 0 && message.actions.length <= 20);
  const { message } = long.find(({ message: each }) => renderParts(each, 'components').length >= 3) ?? {};
  assert.ok(message);
  const parts = renderParts(message, 'components');
  for (const [index, part] of parts.entries())
    assert.match(textOf(part), new RegExp(`-# \\(${index + 1}/${parts.length}\\)$`));
  assert.deepEqual(
    parts.map((part) => customIds(part).length > 0),
    parts.map((_, index) => index === parts.length - 1),
  );
});

test('a Chinese message leaves room in bytes: the server fails above about ten thousand', () => {
  const parts = renderParts(plainMessage('汉字。'.repeat(1300)), 'components');
  assert.equal(parts.length, 2);
});

test('more buttons than a message takes follow in messages of their own; none is lost, none stands twice', () => {
  const actions = Array.from({ length: 60 }, (_, index) => ({
    label: `b${index}`,
    command: `digest ${index % 55}`,
  }));
  for (const style of ['components', 'embeds'] as const) {
    const ids = renderParts({ ...plainMessage('x'), actions }, style).flatMap(customIds);
    assert.equal(ids.length, 55);
    assert.equal(new Set(ids).size, 55);
  }
});

test('many short sections with many buttons stay within the components of a message', () => {
  const actions = Array.from({ length: 25 }, (_, index) => ({
    label: `b${index}`,
    command: `digest ${index}`,
  }));
  for (let count = 1; count <= 30; count += 1) {
    const blocks = Array.from({ length: count }, (_, index): Block[] => [
      { kind: 'heading', level: 2, text: `Section ${index}` },
      { kind: 'paragraph', spans: [{ text: 'Short.' }] },
    ]).flat();
    const parts = renderParts({ blocks, actions }, 'components');
    for (const part of parts) assertWithinLimits(part);
    assert.equal(
      parts
        .map(textOf)
        .join('\n')
        .match(/## Section \d+/g)?.length,
      count,
    );
  }
});

test('the digest is a coloured container: title, gallery with alt text, text, buttons', () => {
  const message = composeDigest(makeReport(), {
    length: 'short',
    names,
    picture,
    days: ['2025-12-27', '2025-12-26'],
  });
  const [part, ...more] = renderParts(message, 'components');
  assert.ok(part);
  assert.equal(more.length, 0);
  const [container] = part.components as unknown as Json[];
  const children = listOf(container?.components);
  assert.equal(container?.type, 17);
  assert.equal(typeof container?.accent_color, 'number');
  assert.deepEqual(children.map(({ type }) => type).slice(0, 3), [10, 12, 10]);
  const [entry] = listOf(children[1]?.items);
  assert.equal(entry?.description, picture.alt);
  assert.equal((entry?.media as Json | undefined)?.url, `attachment://${part.files[0]?.name}`);
  assert.equal(children.at(-1)?.type, 1);
});

test('one topic has one colour, whatever the day', () => {
  const colour = (accent: string) => {
    const [part] = renderParts({ ...plainMessage(accent), accent }, 'components');
    return (part?.components[0] as Json | undefined)?.accent_color;
  };
  assert.equal(colour('chips'), colour('chips'));
  assert.notEqual(colour('chips'), colour('robotics'));
});

test('a file is shown by a component, or goes along with an embed', () => {
  const attachments = [
    { name: 'twitter_ai_20251227.md', contentType: 'text/markdown', bytes: new Uint8Array([1, 2]) },
  ];
  for (const style of ['components', 'embeds'] as const) {
    const [part] = renderParts({ ...plainMessage('report'), attachments }, style);
    assert.ok(part);
    assert.deepEqual(
      part.files.map(({ name, data }) => [name, data.length]),
      [['twitter_ai_20251227.md', 2]],
    );
    const { body, files } = toPost(part, 'n');
    assert.equal(checkMessage(body as Json, files.map(toSentFile)), undefined);
  }
});

test('a picture too large to upload gives way to its words', () => {
  const bytes = new Uint8Array(10 * 1024 * 1024 + 1);
  const message: Message = { blocks: [{ kind: 'image', picture: { ...picture, bytes } }], actions: [] };
  const [part] = renderParts(message, 'components');
  assert.ok(part);
  assert.equal(part.files.length, 0);
  assert.match(textOf(part), /词云/);
});

function toSentFile(file: { name: string; data: unknown }, index: number): SentFile {
  const { length } = file.data as Buffer;
  return { field: `files[${index}]`, name: file.name, contentType: '', size: length, sha256: '' };
}

function textOf(part: Part): string {
  if (part.embeds) return part.embeds.map(({ description }) => description ?? '').join('\n');
  return texts(part.components as unknown as Json[]).join('\n');
}

function texts(components: readonly Json[]): string[] {
  return components.flatMap((component) =>
    component.type === 10 ? [String(component.content)] : texts(listOf(component.components)),
  );
}

function customIds(part: Part): string[] {
  const ids = (components: readonly Json[]): string[] =>
    components.flatMap(({ custom_id: id, components: children }) => [
      ...(typeof id === 'string' ? [id] : []),
      ...ids(listOf(children)),
    ]);
  return ids(part.components as unknown as Json[]);
}

function withoutMark(text: string): string {
  return text.replace(/\n*-# \(\d+\/\d+\)$/, '');
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

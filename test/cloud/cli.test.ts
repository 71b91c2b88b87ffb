import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runCloud } from '../../src/cloud/cli.ts';
import { readPng } from './read-png.ts';

const folder = mkdtempSync(join(tmpdir(), 'broadsheet-cloud-'));
after(() => rmSync(folder, { recursive: true }));

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

async function run(...args: string[]): Promise<Run> {
  const output = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      output[name] += text;
    },
  });
  const code = await runCloud(args, { stdout: stream('stdout'), stderr: stream('stderr') });
  return { code, ...output };
}

function file(name: string, content?: unknown): string {
  const path = join(folder, name);
  if (content !== undefined)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const words = file('words.json', [
  { text: 'AI代理', weight: 9, group: 'agents' },
  { text: 'Opus 4.5', weight: 4, group: 'models' },
  { text: '好', weight: null },
  { text: '词', weight: 1 },
]);

test('a picture and its placements are written, one row a word', async () => {
  const [out, placements] = [file('c.png'), file('p.json')];
  const result = await run(
    '--words',
    words,
    '--out',
    out,
    '--placements',
    placements,
    '--width',
    '640',
    '--height',
    '360',
  );
  assert.deepEqual([result.code, result.stderr], [0, '']);
  assert.match(
    result.stdout,
    /640 x 360, 3 words placed; left out: "好" \(its weight is no number above 0\)/,
  );
  assert.equal(readPng(readFileSync(out)).width, 640);
  const rows = JSON.parse(readFileSync(placements, 'utf8'));
  assert.deepEqual(Object.keys(rows[0]), ['text', 'x', 'y', 'width', 'height', 'size', 'rotated']);
  assert.deepEqual(
    rows.map((row: { text: string }) => row.text),
    ['AI代理', 'Opus 4.5', '词', '好'],
  );
  assert.deepEqual(rows[3], { text: '好', placed: false, reason: 'its weight is no number above 0' });
});

test('the defaults are 1200 x 675 on white, and the dark theme is dark', async () => {
  const [light, dark] = [file('light.png'), file('dark.png')];
  assert.equal((await run('--words', words, '--out', light)).code, 0);
  assert.equal((await run('--words', words, '--out', dark, '--theme', 'dark')).code, 0);
  const picture = readPng(readFileSync(light));
  assert.deepEqual([picture.width, picture.height, picture.rgb[0]], [1200, 675, 255]);
  assert.ok((readPng(readFileSync(dark)).rgb[0] ?? 255) < 40);
});

test('the same seed writes the same bytes', async () => {
  const [first, second] = [file('one.png'), file('two.png')];
  await run('--words', words, '--out', first, '--seed', '5');
  await run('--words', words, '--out', second, '--seed', '5');
  assert.ok(readFileSync(first).equals(readFileSync(second)));
});

test('a name that ends in .jpg or .jpeg gives a JPEG', async () => {
  for (const name of ['c.jpg', 'c.JPEG']) {
    const out = file(name);
    assert.equal((await run('--words', words, '--out', out)).code, 0);
    assert.deepEqual([...readFileSync(out).subarray(0, 2)], [0xff, 0xd8]);
  }
});

const good = ['--words', words, '--out', file('x.png')];
const wrong: [string, string[], RegExp][] = [
  ['no arguments', [], /^Both --words and --out are needed/],
  ['an unknown option', [...good, '--colour', 'red'], /--colour/],
  [
    'a width that is no number',
    [...good, '--width', 'wide'],
    /^--width must be a whole number, not "wide"\.$/,
  ],
  [
    'a width of nothing',
    [...good, '--width', '0'],
    /^The picture's width must be a whole number from 64 to 4096, not 0\.$/,
  ],
  ['an absurd height', [...good, '--height', '1000000'], /height must be a whole number from 64 to 4096/],
  ['an unknown theme', [...good, '--theme', 'blue'], /^--theme must be dark or light, not "blue"\.$/],
  [
    'an unknown format',
    ['--words', words, '--out', file('x.gif')],
    /^--out must end in \.png, \.jpg or \.jpeg/,
  ],
  ['a missing file', ['--words', file('none.json'), '--out', file('x.png')], /could not be read/],
  ['no JSON', ['--words', file('bad.json', '{'), '--out', file('x.png')], /bad\.json is no JSON/],
  ['no array', ['--words', file('map.json', {}), '--out', file('x.png')], /must hold an array/],
  [
    'a row without a text',
    ['--words', file('row.json', [{ weight: 1 }]), '--out', file('x.png')],
    /^The text in row 1 of .* must be a string\.$/,
  ],
  [
    'a row that is null',
    ['--words', file('null.json', [null]), '--out', file('x.png')],
    /^The text in row 1/,
  ],
  [
    'a weight of text',
    ['--words', file('w.json', [{ text: 'a', weight: '9' }]), '--out', file('x.png')],
    /^The weight in row 1 of .* must be a number\.$/,
  ],
  [
    'a group of numbers',
    ['--words', file('g.json', [{ text: 'a', weight: 1, group: 4 }]), '--out', file('x.png')],
    /^The group in row 1/,
  ],
  ['no words', ['--words', file('empty.json', []), '--out', file('x.png')], /^There are no words to draw\.$/],
];

for (const [what, args, sentence] of wrong) {
  test(`${what} ends with code 2 and one sentence`, async () => {
    const { code, stdout, stderr } = await run(...args);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr.trimEnd(), sentence);
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  });
}

test('a picture that cannot be written ends with code 1', async () => {
  const { code, stderr } = await run('--words', words, '--out', join(folder, 'nowhere', 'c.png'));
  assert.equal(code, 1);
  assert.match(stderr, /ENOENT/);
});

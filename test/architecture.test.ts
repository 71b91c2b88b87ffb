import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '..');

/** Which rooms a room may import, besides itself. `packages` stands for everything out of node_modules. */
const mayImport: Record<string, string[]> = {
  core: ['zod'],
  ports: ['core'],
  lib: ['core', 'packages'],
  config: ['core', 'packages'],
  engine: ['core', 'packages'],
  verify: ['core', 'packages'],
  cloud: ['core', 'packages'],
  sources: ['core', 'ports', 'lib', 'packages'],
  writers: ['core', 'ports', 'lib', 'packages'],
  platforms: ['core', 'ports', 'lib', 'packages'],
  stores: ['core', 'ports', 'lib', 'packages'],
  delivery: ['core', 'ports', 'lib', 'packages'],
  publish: ['core', 'ports', 'lib', 'packages'],
  commands: ['core'],
  app: ['core', 'ports', 'lib', 'config', 'engine', 'verify', 'delivery'],
};

/** The roots of composition: they wire everything and are imported by nothing but each other. */
const roots = new Set(['main', 'cli', 'bot', 'wire']);

interface Import {
  file: string;
  room: string;
  to: string;
  target: string;
}

test('every import keeps to the import table', () => {
  const wrong = allImports()
    .filter(({ room, to }) => !roots.has(room) && to !== room && !allowed(room, to))
    .map(({ file, target }) => `${file} imports ${target}`);
  assert.deepEqual(wrong, []);
});

test('every source file stands in a room that the import table knows', () => {
  const rooms = new Set(sourceFiles().map(roomOf));
  for (const room of rooms)
    assert.ok(roots.has(room) || room in mayImport, `src/${room} is in no import rule`);
});

test('only the composition root and the one-shot verbs read the environment', () => {
  const readers = sourceFiles().filter((file) =>
    /\bprocess\.env\b/.test(readFileSync(join(root, file), 'utf8')),
  );
  assert.deepEqual(readers.sort(), ['src/cli/io.ts', 'src/main.ts']);
});

test('the core has no clock, no randomness and no waiting', () => {
  const impure = /\bDate\.now\(|\bnew Date\(\)|Math\.random\(|Temporal\.Now\b|\bawait\b|setTimeout\(/;
  const wrong = sourceFiles()
    .filter((file) => roomOf(file) === 'core')
    .filter((file) => impure.test(withoutComments(readFileSync(join(root, file), 'utf8'))));
  assert.deepEqual(wrong, []);
});

test('every package that the code imports is declared, and every declared one is used', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const declared = { ...manifest.dependencies, ...manifest.optionalDependencies };
  const used = new Set(
    allImports()
      .filter(({ to }) => to === 'packages' || to === 'zod')
      .map(({ target }) => packageName(target)),
  );
  assert.deepEqual(
    [...used].filter((name) => !(name in declared)),
    [],
    'imported but not declared',
  );
  const unused = Object.keys(manifest.dependencies).filter((name) => !used.has(name));
  assert.deepEqual(unused, [], 'declared but not imported');
});

function allowed(room: string, to: string): boolean {
  const list = mayImport[room] ?? [];
  return list.includes(to) || (to === 'zod' && list.includes('packages'));
}

function allImports(): Import[] {
  return sourceFiles().flatMap((file) => {
    const text = withoutComments(readFileSync(join(root, file), 'utf8'));
    const found = [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
    const workers = [...text.matchAll(/new URL\('(\.[^']+\.ts)'/g)].map((match) => match[1] ?? '');
    return [...found, ...workers].map((target) => ({
      file,
      room: roomOf(file),
      to: destination(file, target),
      target,
    }));
  });
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`. */
const importPattern =
  /^(?:import|export)\b[^;'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\(\s*'([^']+)'/gm;

function destination(file: string, target: string): string {
  if (target.startsWith('.')) return roomOf(relative(root, resolve(root, dirname(file), target)));
  if (target.startsWith('node:')) return roomOf(file);
  return packageName(target) === 'zod' ? 'zod' : 'packages';
}

/** `src/core/x.ts` → core, `src/config.ts` and `src/config/x.ts` → config, `commands/x.ts` → commands. */
function roomOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'src' ? second.replace(/\.ts$/, '') : first;
}

function packageName(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function sourceFiles(): string[] {
  return ['src', 'commands'].flatMap((dir) =>
    readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(dir, name)),
  );
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

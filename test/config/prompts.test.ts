import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { loadPrompts } from '../../src/config/prompts.ts';

const shipped = resolve(import.meta.dirname, '../../config/prompts');
let dir: string;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-prompts-'));
  cpSync(shipped, dir, { recursive: true });
});
after(() => rmSync(dir, { recursive: true }));

test('the shipped prompts load, each with its version, and speak Chinese and English', () => {
  const problems: string[] = [];
  const prompts = loadPrompts(shipped, problems);
  assert.deepEqual(problems, []);
  assert.match(prompts.write.version, /^write \d+$/);
  assert.ok(!prompts.write.text.includes('version:'));
  assert.deepEqual(Object.keys(prompts.languages), ['en', 'other', 'zh']);
});

test('a prompt without its version or with a place lost is a problem that names the file', () => {
  const path = join(dir, 'write.md');
  const text = readFileSync(path, 'utf8');
  const problemsWith = (changed: string) => {
    const problems: string[] = [];
    writeFileSync(path, changed);
    loadPrompts(dir, problems);
    writeFileSync(path, text);
    return problems.join('\n');
  };
  assert.match(
    problemsWith(text.replace(/^version.*\n/, '')),
    /write\.md: the first line must give the version/,
  );
  assert.match(problemsWith(text.replaceAll('{{fence}}', '')), /write\.md: \{\{fence\}\} is missing/);
  rmSync(path);
  const problems: string[] = [];
  loadPrompts(dir, problems);
  assert.match(problems.join('\n'), /write\.md: this file is missing/);
});

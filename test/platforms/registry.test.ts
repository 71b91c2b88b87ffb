import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { chatPlatforms } from '../../src/platforms/index.ts';

test('every folder of a chat platform stands in the registry, and nothing else does', () => {
  const dir = resolve(import.meta.dirname, '../../src/platforms');
  const folders = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'web')
    .map(({ name }) => name);
  assert.deepEqual(Object.keys(chatPlatforms).sort(), folders.sort(), join('src', 'platforms'));
});

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { it } from 'node:test';
import { sourceKinds } from '../../src/sources/index.ts';

it('registers every source that has a file in the folder', () => {
  const files = readdirSync(new URL('../../src/sources/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name.replace(/\.ts$/, ''))
    .filter((name) => name !== 'index');
  assert.deepEqual(Object.keys(sourceKinds).sort(), files.sort());
});

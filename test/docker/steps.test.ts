import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../tools/run.ts';
import { buildInFolder, checkHealth, instructions } from './steps.ts';

test('the image runs as another user than root, is watched, and keeps its state in a volume', () => {
  const found = instructions();
  const rest = (verb: string) => found.findLast((line) => line.verb === verb)?.rest ?? '';
  assert.equal(rest('USER'), 'node');
  assert.equal(rest('VOLUME'), '/data');
  assert.match(rest('HEALTHCHECK'), /livez/);
  assert.equal(found.filter(({ verb }) => verb === 'FROM').length, 2);
});

test('everything that the image copies is there, and its command names a file of it', () => {
  const copied = instructions().filter(({ verb, rest }) => verb === 'COPY' && !rest.startsWith('--from'));
  for (const { rest } of copied) {
    for (const name of rest.split(/\s+/).slice(0, -1)) assert.ok(existsSync(join(root, name)), name);
  }
  const command: string[] = JSON.parse(instructions().findLast(({ verb }) => verb === 'CMD')?.rest ?? '[]');
  assert.ok(existsSync(join(root, command.at(-1) ?? '')), command.join(' '));
});

test("the image's health check passes while the app runs as the image starts it, and fails when it has stopped", async () => {
  const dir = mkdtempSync(join(tmpdir(), 'broadsheet-image-'));
  try {
    const built = buildInFolder(dir, 'link');
    assert.deepEqual(await checkHealth(built, join(dir, 'state')), [0, 1]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

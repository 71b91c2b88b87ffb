import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands } from '../../../commands/index.ts';
import { hashCommands, toCommandJson } from '../../../src/platforms/discord/command-json.ts';
import type { Json } from '../../fakes/discord/shapes.ts';
import { checkCommands } from '../../fakes/discord/validate.ts';

const body = commands.map(toCommandJson);

test('every command of the bot can be registered, in every language', () => {
  assert.equal(checkCommands(body as unknown as Json[]), undefined);
});

test('the same commands have the same hash; another word gives another', () => {
  assert.equal(hashCommands(commands.map(toCommandJson)), hashCommands(body));
  const [first, ...rest] = body;
  assert.ok(first);
  assert.notEqual(hashCommands([{ ...first, description: 'Something else' }, ...rest]), hashCommands(body));
});

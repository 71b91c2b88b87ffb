import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { commands } from '../../commands/index.ts';
import { askOf, createFakeDesk } from '../fakes/desk.ts';

test('the list of commands and the folder hold the same', () => {
  const files = readdirSync(new URL('../../commands/', import.meta.url))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => name !== 'index');
  assert.deepEqual(commands.map(({ name }) => name).sort(), files.sort());
});

test('names, options and texts fit both platforms', () => {
  for (const command of commands) {
    assert.match(command.name, /^[a-z0-9_]{1,32}$/);
    assert.ok(command.examples.length > 0, command.name);
    assert.equal(new Set(command.options.map(({ name }) => name)).size, command.options.length);
    for (const text of [command.description, ...command.options.map((option) => option.description)]) {
      assert.ok(text.en.length > 0 && text.en.length <= 100, text.en);
      assert.ok(text.zh.length > 0 && text.zh.length <= 100, text.zh);
    }
    for (const option of command.options) assert.match(option.name, /^[a-z]{1,32}$/);
  }
});

test('what changes a chat is for those who may manage it', () => {
  const managed = commands.filter(({ manage }) => manage).map(({ name }) => name);
  assert.deepEqual(managed, ['subscribe', 'subscriptions', 'preview', 'unsubscribe', 'settings']);
});

test('help lists every command the asker may use, with examples in their language', async () => {
  const help = commands.find(({ name }) => name === 'help');
  const desk = createFakeDesk({ commands: [...commands], place: { language: 'zh' } });
  const names = async (canManage: boolean) => {
    const message = await help?.run(askOf('/help', { canManage }), desk);
    const text = JSON.stringify(message?.blocks);
    return commands.filter(({ name }) => text.includes(`"/${name}"`)).map(({ name }) => name);
  };
  assert.deepEqual(
    await names(true),
    commands.map(({ name }) => name),
  );
  assert.deepEqual(await names(false), ['digest', 'topics', 'trend', 'status', 'help']);
});

test('every example is understood by its command, in both languages', async () => {
  for (const command of commands) {
    for (const example of command.examples) {
      for (const line of [example.en, example.zh]) {
        const desk = createFakeDesk({ targets: { '': {}, '@channel': {} }, commands: [...commands] });
        const message = await command.run(askOf(line), desk);
        assert.ok(message.blocks.length > 0, line);
        for (const action of message.actions) {
          assert.ok(new TextEncoder().encode(action.command).length <= 60, action.command);
        }
      }
    }
  }
});

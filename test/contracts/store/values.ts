import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { awkwardKeys, type WithStore } from '../store.ts';

export function testValues(withStore: WithStore): void {
  describe('values and blobs', () => {
    it(
      'keeps one value a key, the last set',
      withStore(async ({ store }) => {
        for (const key of awkwardKeys) await store.setValue(key, 'first');
        for (const key of awkwardKeys) await store.setValue(key, `value of ${key}`);
        for (const key of awkwardKeys) assert.equal(await store.getValue(key), `value of ${key}`);
      }),
    );

    it(
      'tells an empty value from none',
      withStore(async ({ store }) => {
        await store.setValue('empty', '');
        assert.equal(await store.getValue('empty'), '');
        assert.equal(await store.getValue('none'), undefined);
      }),
    );

    it(
      'gives blobs back byte by byte',
      withStore(async ({ store }) => {
        const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
        await store.saveBlob('👩‍💻.png', bytes);
        await store.saveBlob('empty', new Uint8Array());
        assert.deepEqual(Buffer.from((await store.findBlob('👩‍💻.png')) ?? []), Buffer.from(bytes));
        assert.equal((await store.findBlob('empty'))?.length, 0);
        assert.equal(await store.findBlob('👩'), undefined);
      }),
    );

    it(
      'finds and forgets blobs that were saved before an instant',
      withStore(async ({ store }) => {
        const hourMs = 60 * 60 * 1000;
        const [earlier, later] = [-hourMs, hourMs].map((ms) => new Date(Date.now() + ms).toISOString());
        assert.ok(earlier && later);
        for (const key of ['frozen:b', 'frozen:a', 'frozen', 'other:c', 'x frozen:d'])
          await store.saveBlob(key, new Uint8Array([1]));
        assert.deepEqual(await store.findOldBlobs('frozen:', earlier), []);
        assert.deepEqual(await store.findOldBlobs('frozen:', later), ['frozen:a', 'frozen:b']);
        assert.equal(await store.dropBlobs(['frozen:a', 'frozen:b'], earlier), 0, 'saved since');
        assert.equal(await store.dropBlobs(['frozen:a', 'none'], later), 1);
        assert.equal(await store.findBlob('frozen:a'), undefined);
        assert.deepEqual(await store.findOldBlobs('frozen:', later), ['frozen:b']);
        assert.ok(await store.findBlob('other:c'));
      }),
    );

    it(
      'saves the bytes a view shows, not the buffer behind it',
      withStore(async ({ store }) => {
        await store.saveBlob('view', new Uint8Array([1, 2, 3, 4]).subarray(1, 3));
        await store.saveBlob('view2', Buffer.from('hello').subarray(1, 3));
        assert.deepEqual([...((await store.findBlob('view')) ?? [])], [2, 3]);
        assert.deepEqual(Buffer.from((await store.findBlob('view2')) ?? []).toString(), 'el');
      }),
    );

    it(
      'keeps the settings of each chat and thread',
      withStore(async ({ store }) => {
        const group = { platform: 'telegram', id: '-100123' } as const;
        const thread = { ...group, thread: '7' };
        await store.saveChat({ chat: group, language: 'en' });
        await store.saveChat({ chat: group, language: 'zh', timezone: 'Asia/Shanghai' });
        await store.saveChat({ chat: thread, edition: 'e' });
        assert.deepEqual(await store.findChat(group), {
          chat: group,
          language: 'zh',
          timezone: 'Asia/Shanghai',
        });
        assert.deepEqual(await store.findChat(thread), { chat: thread, edition: 'e' });
        assert.equal(await store.findChat({ platform: 'discord', id: '-100123' }), undefined);
      }),
    );

    it(
      'has values, blobs and chats after it was opened again',
      withStore(async ({ store, reopen }) => {
        const chat = { platform: 'web', id: '1' } as const;
        await store.setValue('cursor', '42');
        await store.saveBlob('b', new Uint8Array([1]));
        await store.saveChat({ chat, language: 'en' });
        if (!reopen) return;
        const again = await reopen();
        assert.equal(await again.getValue('cursor'), '42');
        assert.deepEqual([...((await again.findBlob('b')) ?? [])], [1]);
        assert.deepEqual(await again.findChat(chat), { chat, language: 'en' });
      }),
    );

    it(
      'passes its own check, and again',
      withStore(async ({ store }) => {
        await store.check();
        await store.check();
      }),
    );

    it(
      'closes twice without complaint and refuses work afterwards',
      withStore(async ({ store }) => {
        await store.close();
        await store.close();
        await assert.rejects(store.getValue('a'));
        await assert.rejects(store.check());
      }),
    );
  });
}

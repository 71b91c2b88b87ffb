import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SendError, type SendOutcome } from '../../src/core/errors.ts';
import { createFakeOutbox } from '../fakes/outbox.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { openWorld } from './world.ts';

const minuteMs = 60_000;

type Fault = SendOutcome | 'fine' | 'hang' | 'lost answer';

const faults: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Fault>('fine') },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Fault>('not-sent', 'rate-limited', 'unknown', 'lost answer', 'malformed'),
  },
  { weight: 1, arbitrary: fc.constantFrom<Fault>('gone', 'forbidden', 'hang') },
);

/** What a platform does with a call: nothing arrives, it arrives, or it arrives and the answer is lost. */
function unreliableOutbox(plan: readonly Fault[], parts: number) {
  let hung = 0;
  const faultOf = (call: number): Fault => plan[call % plan.length] ?? 'fine';
  const outbox = createFakeOutbox({
    parts,
    before: (_, call) => {
      const fault = faultOf(call);
      if (fault === 'hang') {
        hung++;
        return new Promise(() => {});
      }
      if (fault !== 'fine' && fault !== 'lost answer') throw new SendError(fault, { outcome: fault });
      return undefined;
    },
    after: (_, call) => {
      if (faultOf(call) === 'lost answer') throw new SendError('reset', { outcome: 'unknown' });
    },
  });
  return { outbox, hung: () => hung };
}

test('whatever sends do and however often the process dies, nothing arrives twice and every part is accounted for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(faults, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 6 }),
      async (plan, parts, chats) => {
        const { outbox } = unreliableOutbox(plan, parts);
        const world = await openWorld({ outbox });
        for (let index = 0; index < chats; index++) {
          await world.store.saveSubscription(subscriptionOf(`s${index}`, { chat: chatOf(`c${index % 4}`) }));
        }
        for (let life = 0; life < 14; life++) {
          // A process that hangs in a send is left behind, as a kill would leave it.
          const dying = world.restart();
          await Promise.race([dying.tick(), new Promise((go) => setTimeout(go, 4))]);
          world.clock.addMs(20 * minuteMs);
        }
        const rows = await world.rows();
        const arrivals = outbox.sent.map(({ key }) => key);
        assert.equal(new Set(arrivals).size, arrivals.length, 'a part arrived twice');
        const keys = new Set(
          rows.map(({ subscriptionId, date, part }) => `${subscriptionId} ${date} ${part}`),
        );
        assert.equal(keys.size, rows.length);
        const sent = rows.filter(({ state }) => state === 'sent').length;
        const unknown = rows.filter(({ state }) => state === 'unknown' || state === 'sending').length;
        assert.ok(arrivals.length >= sent, 'a part is called sent that did not arrive');
        assert.ok(arrivals.length <= sent + unknown, 'a part arrived that the ledger calls not sent');
        assert.equal(rows.filter(({ date }) => date === '2026-01-02').length, chats * parts);
      },
    ),
    { numRuns: 60 },
  );
});

test('without faults that leave it open, all of the due parts arrive exactly once', async () => {
  const harmless = fc.constantFrom<Fault>('fine', 'fine', 'not-sent', 'rate-limited');
  await fc.assert(
    fc.asyncProperty(fc.array(harmless, { minLength: 2, maxLength: 12 }), async (plan) => {
      const { outbox } = unreliableOutbox(['fine', ...plan], 2);
      const world = await openWorld({ outbox });
      for (let index = 0; index < 8; index++) await world.store.saveSubscription(subscriptionOf(`s${index}`));
      for (let round = 0; round < 40 && outbox.sent.length < 16; round++) {
        await world.restart().tick();
        world.clock.addMs(23 * minuteMs);
      }
      assert.equal(outbox.sent.length, 16);
      assert.equal(new Set(outbox.sent.map(({ key }) => key)).size, 16);
    }),
    { numRuns: 40 },
  );
});

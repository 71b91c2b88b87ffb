import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Delivery, type DeliveryState, deliveryStates } from '../../src/core/delivery.ts';
import type { SendOutcome } from '../../src/core/errors.ts';
import { createLedger } from '../../src/delivery/ledger.ts';
import { checkStep, endStates, firstStates, mayFollow } from '../../src/delivery/rules.ts';
import { judge } from '../../src/delivery/verdict.ts';

const now = '2026-01-02T00:00:00Z';

function rowIn(state: DeliveryState, more: Partial<Delivery> = {}): Delivery {
  const chat = { platform: 'telegram', id: 'c' } as const;
  const place = { subscriptionId: 's', date: '2026-01-02', part: 0, chat, reportId: 'r' };
  return { id: 's.2026-01-02.0', ...place, state, attempts: 1, at: now, ...more };
}

/** The whole table, written out: rows are what a delivery is, columns what it may become. */
const table = `
          pending sending sent failed unknown skipped
  pending    x       x            x              x
  sending    x              x     x      x
  sent
  failed
  unknown
  skipped
`;

function cellsOf(text: string): [DeliveryState, DeliveryState, boolean][] {
  const [head = '', ...lines] = text.split('\n').filter((line) => line.trim());
  const columns = deliveryStates.map((state) => [state, head.search(new RegExp(`\\b${state}\\b`))] as const);
  return lines.flatMap((line) => {
    const from = line.trim().split(' ')[0] as DeliveryState;
    return columns.map(([to, start]): [DeliveryState, DeliveryState, boolean] => {
      return [from, to, line.slice(start, start + to.length).includes('x')];
    });
  });
}

test('the table of steps holds for every pair of states', () => {
  const cells = cellsOf(table);
  assert.equal(cells.length, deliveryStates.length ** 2);
  assert.equal(cells.filter(([, , isLegal]) => isLegal).length, 8);
  for (const [from, to, isLegal] of cells) {
    assert.equal(mayFollow(from, to), isLegal, `${from} → ${to}`);
    const step = () => checkStep(rowIn(from), rowIn(to));
    if (isLegal) step();
    else assert.throws(step, /cannot become/);
  }
});

test('what ended stays; every state can be reached, and every open one can end', () => {
  assert.deepEqual(endStates, ['sent', 'failed', 'unknown', 'skipped']);
  const reached = new Set(firstStates);
  for (const from of reached) for (const to of deliveryStates) if (mayFollow(from, to)) reached.add(to);
  assert.deepEqual([...reached].sort(), [...deliveryStates].sort());
  for (const open of ['pending', 'sending'] as const) {
    assert.ok(endStates.some((end) => mayFollow(open, end)));
  }
});

test('one row never takes the place of another', () => {
  assert.throws(() => checkStep(rowIn('sending'), rowIn('sent', { id: 'other' })), /cannot become other/);
});

test('every outcome of a send is a step that the table knows', () => {
  const outcomes: SendOutcome[] = ['gone', 'forbidden', 'malformed', 'not-sent', 'rate-limited', 'unknown'];
  for (const attempts of [1, 50]) {
    const row = rowIn('sending', { attempts });
    checkStep(row, judge(row, { outcome: 'sent', messageId: 'm' }, now).row);
    for (const outcome of outcomes) {
      checkStep(row, judge(row, { outcome, reason: 'x' }, now).row);
      checkStep(row, judge(row, { outcome, reason: 'x', migratedTo: 'd' }, now).row);
    }
  }
});

test('the ledger writes no step that the table does not know', async () => {
  const written: Delivery[] = [];
  const ledger = createLedger(
    {
      claimDeliveries: async () => [],
      releaseDeliveries: async () => [],
      saveDeliveries: async (rows) => void written.push(...rows),
    },
    'me',
    { now: () => now },
  );
  await assert.rejects(async () => ledger.save(rowIn('sent'), rowIn('pending')), /cannot become pending/);
  await ledger.payDebts();
  assert.deepEqual(written, []);
  await ledger.save(rowIn('sending'), rowIn('sent'));
  assert.deepEqual(written, [rowIn('sent')]);
});

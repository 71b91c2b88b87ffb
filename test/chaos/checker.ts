import type { Delivery } from '../../src/core/delivery.ts';
import type { Evidence } from './platform-process.ts';

/** What a run left: the ledger's rows, and what the platforms saw. */
export interface Outcome {
  rows: readonly Delivery[];
  evidence: Evidence;
  /** Rows that must be there. */
  due: number;
  /** The most rows of Telegram's that may be unknown: sends in flight at each kill, and faults that told nothing. */
  mostUnknown: number;
}

/** Compares the ledger with its witnesses; resolves to the promises that were broken, none when all were kept. */
export function brokenPromises({ rows, evidence, due, mostUnknown }: Outcome): string[] {
  const arrivals = (row: Delivery) => {
    const { arrived } = evidence[row.chat.platform as keyof Evidence];
    return arrived[`${row.chat.id} ${row.date}`] ?? 0;
  };
  const count = (isSo: (row: Delivery) => boolean) => rows.filter(isSo).length;
  const on = (platform: string) => (row: Delivery) => row.chat.platform === platform;
  const ended = count(({ state }) => ['sent', 'failed', 'unknown', 'skipped'].includes(state));
  const unknown = count((row) => on('telegram')(row) && row.state === 'unknown');
  const checks: [number | boolean, string][] = [
    [doubled(evidence, 'discord'), 'parts twice on Discord'],
    [doubled(evidence, 'telegram'), 'parts twice on Telegram'],
    [Math.abs(rows.length - due), 'rows too many or too few'],
    [due - ended, 'due parts that are not sent, failed, unknown or skipped'],
    [
      count((row) => row.state === 'sent' && arrivals(row) !== 1),
      'parts called sent that did not arrive once',
    ],
    [
      count((row) => on('discord')(row) && row.state !== 'skipped' && arrivals(row) === 0),
      'missing on Discord',
    ],
    [count((row) => on('discord')(row) && !['sent', 'skipped'].includes(row.state)), 'open ends on Discord'],
    [count((row) => row.state === 'failed'), 'failed, though no fault was a refusal'],
    [count((row) => row.state === 'skipped' && arrivals(row) > 0), 'parts called skipped that arrived'],
    [Math.max(0, unknown - mostUnknown), 'unknown on Telegram beyond what kills and faults explain'],
  ];
  return checks.flatMap(([amount, text]) => (Number(amount) === 0 ? [] : [`${amount} ${text}`]));
}

/** What a run came to, for a line in a log. */
export function figuresOf({ rows, evidence, mostUnknown }: Outcome): Record<string, number> {
  const states = Object.groupBy(rows, ({ chat, state }) => `${chat.platform} ${state}`);
  const counts = Object.entries(states).map(([key, found]) => [key, found?.length ?? 0]);
  const { discord, telegram } = evidence;
  return {
    ...Object.fromEntries(counts.sort()),
    ...{ requests: discord.requests + telegram.requests, ambiguous: discord.ambiguous + telegram.ambiguous },
    mostUnknown,
  };
}

function doubled(evidence: Evidence, platform: keyof Evidence): number {
  return Object.values(evidence[platform].arrived).filter((count) => count > 1).length;
}

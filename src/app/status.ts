import type { Status } from '../core/command.ts';
import type { Edition } from '../core/edition.ts';
import type { Report } from '../core/report.ts';
import { nextDue } from '../core/schedule.ts';
import { addDays, dayOf } from '../core/window.ts';
import { findTrouble } from '../delivery/trouble.ts';
import { spentKey } from './budget.ts';
import { troublesOf } from './collect/trouble.ts';
import type { Line } from './line.ts';

/** How an edition is doing: its newest report, its next build, what went wrong, and what it cost. */
export async function editionStatus(line: Line, edition: Edition): Promise<Omit<Status, 'subscriptions'>> {
  const report = await newestReport(line, edition);
  const trouble = await findTrouble(line.store, edition.id);
  const rule = { time: edition.buildTime, timezone: edition.timezone };
  return {
    cost: await recentCost(line, edition),
    sources: await troublesOf(line, edition),
    ...(report && { report }),
    ...(!edition.sample && { nextBuild: nextDue(rule, line.clock.now()) }),
    ...(trouble && { trouble }),
  };
}

/** The newest report of a single day, without slices. */
export async function newestReport(
  line: Pick<Line, 'store'>,
  edition: Edition,
  language?: string,
): Promise<Report | undefined> {
  const list = await line.store.listReports({
    edition: edition.id,
    limit: 60,
    ...(language && { language }),
  });
  const newest = list.find((found) => found.topic === undefined && found.firstDay === found.lastDay);
  return newest && (await line.store.reportById(newest.id));
}

const costDays = 30;

/** US dollars booked over the last days; what is booked stands under the local day of the booking. */
async function recentCost(line: Line, edition: Edition): Promise<number> {
  const today = dayOf(line.clock.now(), edition.timezone);
  let sum = 0;
  for (let back = 0; back < costDays; back++) {
    const booked = await line.store.getValue(spentKey(edition.id, addDays(today, -back)));
    sum += Number(booked ?? 0) || 0;
  }
  return sum;
}

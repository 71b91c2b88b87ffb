import type { Edition } from '../../core/edition.ts';
import type { Report } from '../../core/report.ts';
import type { House } from './house.ts';
import { selectTopic } from './selection.ts';
import type { Visitor } from './visitor.ts';

export interface Asked {
  edition: Edition;
  firstDay: string;
  lastDay: string;
  topic?: string;
}

export interface Shown {
  report: Report;
  whole?: Report;
  isSelection: boolean;
}

/** The report of an address. The operator's visit may build it; others read what stands in the archive. */
export async function findShown(house: House, asked: Asked, visitor: Visitor): Promise<Shown | undefined> {
  const { topic, ...day } = asked;
  const whole = await findReport(house, day, visitor);
  if (!topic) return whole && { report: whole, whole, isSelection: false };
  const slice = await findReport(house, asked, visitor);
  if (slice) return { report: slice, ...(whole && { whole }), isSelection: false };
  if (!whole) return undefined;
  const report = selectTopic(whole, topic);
  return report.stories.length > 0 ? { report, whole, isSelection: true } : undefined;
}

async function findReport(house: House, asked: Asked, visitor: Visitor): Promise<Report | undefined> {
  const { edition, topic, firstDay, lastDay } = asked;
  const { languages } = edition;
  const first = languages.includes(visitor.language) ? visitor.language : (languages[0] ?? 'en');
  const built = await buildFor(house, asked, visitor, first);
  if (built) return built;
  // A slice in another language would hide that the whole day has one in the reader's own.
  const tried = topic ? [first] : [first, ...languages.filter((language) => language !== first)];
  for (const language of tried) {
    const found = await house.store.findReport({
      edition: edition.id,
      language,
      firstDay,
      lastDay,
      ...(topic && { topic }),
    });
    if (found) return found;
  }
  return undefined;
}

/** Only days that have posts: an address that somebody made up makes no source be read. */
async function buildFor(
  house: House,
  { edition, topic, firstDay, lastDay }: Asked,
  visitor: Visitor,
  language: string,
): Promise<Report | undefined> {
  if (!visitor.isOperator || firstDay !== lastDay) return undefined;
  if (!(await house.daysOf(edition.id)).includes(lastDay)) return undefined;
  const window = { firstDay, lastDay, timezone: edition.timezone };
  return house.digest({ edition: edition.id, language, window, ...(topic && { topic: { id: topic } }) });
}

import type { Edition } from '../../core/edition.ts';
import type { Post } from '../../core/post.ts';
import { addMs } from '../../core/schedule.ts';
import { addDays, dayOf, windowInstants } from '../../core/window.ts';
import type { Line } from '../line.ts';
import { earliest, isBefore } from './instants.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Posts that were old when they came, as of an import: kept from then on for as long as new ones. */
interface Hold {
  /** Local day of the oldest. */
  oldest: string;
  until: string;
}

/** Once a local day: forgets the days that are older than the edition keeps them. Reports stay. */
export async function dropOldPosts(line: Line, edition: Edition): Promise<void> {
  const now = line.clock.now();
  const today = dayOf(now, edition.timezone);
  const key = `dropped:${edition.id}`;
  if (!edition.keepPostsDays || (await line.store.getValue(key)) === today) return;
  const first = await firstKeptDay(line, edition, now);
  const days = await daysBefore(line, edition, first);
  const { from } = windowInstants({ firstDay: first, lastDay: first, timezone: edition.timezone });
  const count = await line.store.dropPosts(edition.id, from);
  if (days.length > 0) await line.store.dropMemories(edition.id, days);
  await line.store.setValue(key, today);
  if (count > 0) line.log.info({ edition: edition.id, posts: count, before: first }, 'old posts dropped');
}

/** Notes posts that are already older than posts are kept, so that they do not go on the day they came. */
export async function holdOldPosts(line: Line, edition: Edition, posts: readonly Post[]): Promise<void> {
  const days = edition.keepPostsDays;
  if (!days) return;
  const now = line.clock.now();
  const first = earliest(posts.map((post) => post.createdAt));
  const oldest = first && dayOf(first, edition.timezone);
  if (oldest === undefined || oldest >= usualFirstDay(edition, now)) return;
  const former = await holdOf(line, edition, now);
  const reach = former && former.oldest < oldest ? former.oldest : oldest;
  const hold: Hold = { oldest: reach, until: addMs(now, days * dayMs) };
  await line.store.setValue(holdKey(edition), JSON.stringify(hold));
}

async function firstKeptDay(line: Line, edition: Edition, now: string): Promise<string> {
  const usual = usualFirstDay(edition, now);
  const hold = await holdOf(line, edition, now);
  return hold && hold.oldest < usual ? hold.oldest : usual;
}

function usualFirstDay({ timezone, keepPostsDays = 0 }: Edition, now: string): string {
  return addDays(dayOf(now, timezone), -keepPostsDays);
}

async function holdOf(line: Line, edition: Edition, now: string): Promise<Hold | undefined> {
  const text = await line.store.getValue(holdKey(edition));
  const hold: Hold | undefined = text ? JSON.parse(text) : undefined;
  return hold && isBefore(now, hold.until) ? hold : undefined;
}

function holdKey(edition: Edition): string {
  return `held:${edition.id}`;
}

async function daysBefore(line: Line, edition: Edition, first: string): Promise<string[]> {
  const times = await line.store.postTimes(edition.id);
  const days = new Set(times.map(({ at }) => dayOf(at, edition.timezone)));
  return [...days].filter((day) => day < first);
}

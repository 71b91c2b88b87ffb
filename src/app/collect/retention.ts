import type { Edition } from '../../core/edition.ts';
import type { Post } from '../../core/post.ts';
import { addMs } from '../../core/schedule.ts';
import { dayOf } from '../../core/window.ts';
import type { Line } from '../line.ts';
import { earliest, isBefore } from './instants.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Posts that were old when they came, as of an import: kept from then on for as long as new ones. */
interface Hold {
  oldest: string;
  until: string;
}

/** Once a local day: forgets the posts that are older than the edition keeps them. Reports stay. */
export async function dropOldPosts(line: Line, edition: Edition): Promise<void> {
  const now = line.clock.now();
  const today = dayOf(now, edition.timezone);
  const key = `dropped:${edition.id}`;
  if (!edition.keepPostsDays || (await line.store.getValue(key)) === today) return;
  const border = await borderOf(line, edition, now);
  const days = await daysBefore(line, edition, border);
  const count = await line.store.dropPosts(edition.id, border);
  if (days.length > 0) await line.store.dropMemories(edition.id, days);
  await line.store.setValue(key, today);
  if (count > 0) line.log.info({ edition: edition.id, posts: count, before: border }, 'old posts dropped');
}

/** Notes posts that are already older than posts are kept, so that they do not go on the day they came. */
export async function holdOldPosts(line: Line, edition: Edition, posts: readonly Post[]): Promise<void> {
  const days = edition.keepPostsDays;
  if (!days) return;
  const now = line.clock.now();
  const border = addMs(now, -days * dayMs);
  const oldest = earliest(posts.map((post) => post.createdAt));
  if (oldest === undefined || !isBefore(oldest, border)) return;
  const former = await holdOf(line, edition, now);
  const reach = former && isBefore(former.oldest, oldest) ? former.oldest : oldest;
  const hold: Hold = { oldest: reach, until: addMs(now, days * dayMs) };
  await line.store.setValue(holdKey(edition), JSON.stringify(hold));
}

async function borderOf(line: Line, edition: Edition, now: string): Promise<string> {
  const border = addMs(now, -(edition.keepPostsDays ?? 0) * dayMs);
  const hold = await holdOf(line, edition, now);
  return hold && isBefore(hold.oldest, border) ? hold.oldest : border;
}

async function holdOf(line: Line, edition: Edition, now: string): Promise<Hold | undefined> {
  const text = await line.store.getValue(holdKey(edition));
  const hold: Hold | undefined = text ? JSON.parse(text) : undefined;
  return hold && isBefore(now, hold.until) ? hold : undefined;
}

function holdKey(edition: Edition): string {
  return `held:${edition.id}`;
}

/** Local days that lie before an instant as a whole. */
async function daysBefore(line: Line, edition: Edition, border: string): Promise<string[]> {
  const last = dayOf(border, edition.timezone);
  const times = await line.store.postTimes(edition.id);
  const days = new Set(times.map(({ at }) => dayOf(at, edition.timezone)));
  return [...days].filter((day) => day < last);
}

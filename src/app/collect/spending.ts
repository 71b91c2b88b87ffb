import type { Edition } from '../../core/edition.ts';
import type { Spending } from '../../ports.ts';
import type { Line } from '../line.ts';

/** What a source's service billed today, over all collects; each addition is stored before the reading goes on. */
export async function openSpending(line: Line, edition: Edition, source: string): Promise<Spending> {
  const day = line.clock.now().slice(0, 10);
  const key = `spent-posts:${edition.id}:${source}`;
  const stored = JSON.parse((await line.store.getValue(key)) ?? 'null') as {
    day: string;
    posts: number;
  } | null;
  let posts = stored?.day === day ? stored.posts : 0;
  return {
    get posts() {
      return posts;
    },
    async add(more) {
      posts += more;
      await line.store.setValue(key, JSON.stringify({ day, posts }));
    },
  };
}

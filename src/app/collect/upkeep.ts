import type { Edition } from '../../core/edition.ts';
import { toReason } from '../../core/errors.ts';
import type { Source } from '../../ports.ts';
import type { Line } from '../line.ts';
import { isWatched, settle, withinLimits } from './collect-sources.ts';
import { keepPosts } from './keep.ts';
import { dropOldPosts } from './retention.ts';
import { clearTrouble, noteFailure } from './trouble.ts';
import { inTurn } from './turns.ts';

/** A dropped file may be long; nobody waits for it. */
const limits = { sourceMs: 10 * 60_000, graceMs: 10_000 };

/** What an edition's posts need once a minute: files that were dropped are read, old posts go. */
export async function keepUp(line: Line, edition: Edition): Promise<void> {
  for (const source of line.sourcesOf(edition).filter(isWatched)) {
    await inTurn(line, edition, () => readInbox(line, edition, source));
  }
  await dropOldPosts(line, edition);
}

async function readInbox(line: Line, edition: Edition, source: Source): Promise<void> {
  const place = { edition, config: source.config };
  const now = line.clock.now();
  try {
    const collected = await withinLimits(source, { from: now, to: now }, limits);
    await clearTrouble(line, place);
    if (!collected.settle) return;
    await keepPosts(line, edition, collected.posts);
    await settle(line, edition, { source, collected });
  } catch (error) {
    line.log.warn({ source: source.name, reason: toReason(error) }, 'source failed');
    await noteFailure(line, place, error);
  }
}

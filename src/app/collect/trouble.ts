import type { SourceTrouble } from '../../core/command.ts';
import type { Edition, SourceConfig } from '../../core/edition.ts';
import { AdapterError, toReason } from '../../core/errors.ts';
import { addMs } from '../../core/schedule.ts';
import type { Line } from '../line.ts';

/** The first wait; it doubles with each failure in a row. Twice a day everything is tried. */
const firstWaitMs = 2 * 60_000;
const mostWaitMs = 12 * 60 * 60_000;
/** A source that asks for a longer wait than this is asked again all the same. */
const mostAskedWaitMs = 24 * 60 * 60_000;

type Place = { edition: Edition; config: SourceConfig };
type StoredTrouble = SourceTrouble & { of: string };

/** Why a source is not to be read now; undefined when it may be. Another configuration is another source. */
export async function findTrouble(
  line: Pick<Line, 'store'>,
  place: Place,
): Promise<SourceTrouble | undefined> {
  const text = await line.store.getValue(keyOf(place));
  if (!text) return undefined;
  const { of, ...trouble }: StoredTrouble = JSON.parse(text);
  return of === JSON.stringify(place.config) ? trouble : undefined;
}

/** Notes a failure, and when the source is to be tried again: no earlier than it asks, later each time. */
export async function noteFailure(line: Line, place: Place, error: unknown): Promise<SourceTrouble> {
  const now = line.clock.now();
  const former = await findTrouble(line, place);
  const failures = (former?.failures ?? 0) + 1;
  const trouble: SourceTrouble = {
    name: place.config.name,
    reason: toReason(error),
    failures,
    since: former?.since ?? now,
    nextTryAt: addMs(now, waitAfter(failures, error)),
  };
  const stored: StoredTrouble = { ...trouble, of: JSON.stringify(place.config) };
  await line.store.setValue(keyOf(place), JSON.stringify(stored));
  return trouble;
}

export async function clearTrouble(line: Line, place: Place): Promise<void> {
  if (await line.store.getValue(keyOf(place))) await line.store.setValue(keyOf(place), '');
}

/** The sources of an edition that fail at present, in the edition's order. */
export async function troublesOf(line: Pick<Line, 'store'>, edition: Edition): Promise<SourceTrouble[]> {
  const found = await Promise.all(edition.sources.map((config) => findTrouble(line, { edition, config })));
  return found.filter((trouble) => trouble !== undefined);
}

function waitAfter(failures: number, error: unknown): number {
  const own = Math.min(firstWaitMs * 2 ** Math.min(failures - 1, 20), mostWaitMs);
  const asked = error instanceof AdapterError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(own, Math.min(asked, mostAskedWaitMs));
}

function keyOf({ edition, config }: Place): string {
  return `trouble:${edition.id}:${config.name}`;
}

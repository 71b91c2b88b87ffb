import type { Edition } from '../../core/edition.ts';
import { addDays, dayOf, type Window } from '../../core/window.ts';
import type { Line } from '../line.ts';
import type { FileFailures } from './outcomes.ts';

/** What could not be read of the files that came into a watched folder on one local day. */
interface DayNotes {
  unreadable: number;
  /** By source; the first few, a sentence each. */
  failures: Record<string, string[]>;
}

const mostSentences = 5;

/** Notes problems of files under the day on which they came, since a file that is none has no other day. */
export async function noteFiles(
  line: Line,
  edition: Edition,
  source: string,
  problems: readonly string[],
): Promise<void> {
  if (problems.length === 0) return;
  const key = notesKey(edition, dayOf(line.clock.now(), edition.timezone));
  const notes = await readNotes(line, key);
  const sentences = [...(notes.failures[source] ?? []), ...problems].slice(0, mostSentences);
  const failures = { ...notes.failures, [source]: sentences };
  await line.store.setValue(
    key,
    JSON.stringify({ unreadable: notes.unreadable + problems.length, failures }),
  );
}

/** What coverage tells of the files that came on the days of a window. */
export async function inboxNotes(
  line: Line,
  edition: Edition,
  window: Window,
): Promise<{ unreadable: number; failures: FileFailures }> {
  const failures = new Map<string, string[]>();
  let unreadable = 0;
  for (let day = window.firstDay; day <= window.lastDay; day = addDays(day, 1)) {
    const notes = await readNotes(line, notesKey(edition, day));
    unreadable += notes.unreadable;
    for (const [name, sentences] of Object.entries(notes.failures)) {
      failures.set(name, [...(failures.get(name) ?? []), ...sentences]);
    }
  }
  return { unreadable, failures };
}

async function readNotes(line: Line, key: string): Promise<DayNotes> {
  const text = await line.store.getValue(key);
  return text ? JSON.parse(text) : { unreadable: 0, failures: {} };
}

function notesKey(edition: Edition, day: string): string {
  return `inbox:${edition.id}:${day}`;
}

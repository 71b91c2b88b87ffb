import type { DigestWant } from '../core/command.ts';
import { inLanguage } from '../core/language.ts';
import type { Message } from '../core/message.ts';
import type { Report } from '../core/report.ts';
import { digestDay } from '../core/schedule.ts';
import type { DigestRequest } from '../delivery/due.ts';
import type { ComposedMessage } from '../delivery/frozen.ts';
import { editionOf } from './build.ts';
import type { FullDesk } from './desk.ts';
import type { Line } from './line.ts';
import { newestDay } from './memory.ts';

/** Composes subscribed digests out of the desk: a message a topic, in the order in which they were chosen. */
export function createComposer(line: Line, desk: FullDesk) {
  return async (request: DigestRequest, signal: AbortSignal): Promise<ComposedMessage[]> => {
    const messages: ComposedMessage[] = [];
    for (const want of await wantsOf(line, desk, request)) {
      const report = await reportFor(desk, want, signal);
      const message = await desk.tell(report, { length: request.length });
      const isFirst = messages.length === 0;
      messages.push({ reportId: report.id, message: isFirst ? withLateNote(message, request) : message });
    }
    return messages;
  };
}

async function wantsOf(line: Line, desk: FullDesk, request: DigestRequest): Promise<DigestWant[]> {
  const edition = editionOf(line, request.edition);
  if (edition.sample) await newestDay(line, edition);
  const day = digestDay(edition, request.dueAt, await desk.days(edition.id));
  if (day === undefined) throw new Error(`edition ${edition.id} has no day to tell of`);
  const window = { firstDay: day, lastDay: day, timezone: edition.timezone };
  const base = { edition: edition.id, language: request.language, window };
  if (request.topics.length === 0) return [base];
  return request.topics.map((id) => ({ ...base, topic: { id } }));
}

/** A day on which nothing was read is told as it is, and not archived: its posts may still come. */
async function reportFor(desk: FullDesk, want: DigestWant, signal: AbortSignal): Promise<Report> {
  const report = await desk.reports.digest(want, { signal });
  return report ?? (await desk.reports.build(want, { signal, save: false }));
}

/** The note stands behind the heading. */
function withLateNote(message: Message, { late, language }: DigestRequest): Message {
  if (late === undefined) return message;
  const text = inLanguage(
    { en: `Late: this digest was due at ${late}.`, zh: `迟到：本摘要原定于 ${late} 发送。` },
    language,
  );
  const [heading, ...rest] = message.blocks;
  const note = { kind: 'paragraph' as const, spans: [{ text, italic: true }] };
  return { ...message, blocks: heading ? [heading, note, ...rest] : [note] };
}

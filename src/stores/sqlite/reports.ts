import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { DayMemory } from '../../core/pack.ts';
import type { Report } from '../../core/report.ts';
import { fromReportWindow } from '../../core/window.ts';
import type { ReportSummary, Store } from '../../ports.ts';
import { inTransaction } from './transaction.ts';

type Row = Record<string, SQLOutputValue>;
type ReportVerbs = Pick<Store, 'saveReport' | 'findReport' | 'reportById' | 'listReports'>;
type MemoryVerbs = Pick<Store, 'saveMemory' | 'findMemories' | 'dropMemories'>;

/** The archive: one report a key; the key of the whole report has an empty topic. */
export function createReportVerbs(db: DatabaseSync) {
  const save = db.prepare('INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const find = db.prepare(
    'SELECT body FROM reports WHERE edition = ? AND language = ? AND topic = ? AND first_day = ? AND last_day = ?',
  );
  const byId = db.prepare('SELECT body FROM reports WHERE id = ?');
  const list = db.prepare(
    `SELECT id, edition, language, topic, first_day, last_day, created_at, partial FROM reports
     WHERE edition = ?1 AND (?2 IS NULL OR language = ?2)
     ORDER BY last_day DESC, first_day DESC, id LIMIT ?3`,
  );

  return {
    saveReport: async (report) => {
      const { firstDay, lastDay } = fromReportWindow(report.window);
      const key = [report.edition, report.language, report.topic ?? '', firstDay, lastDay];
      const partial = Number(report.window.partial);
      save.run(report.id, ...key, report.createdAt, partial, JSON.stringify(report));
    },
    findReport: async (key) =>
      parse<Report>(find.get(key.edition, key.language, key.topic ?? '', key.firstDay, key.lastDay)),
    reportById: async (id) => parse<Report>(byId.get(id)),
    listReports: async ({ edition, language, limit }) =>
      list.all(edition, language ?? null, limit ?? -1).map(toSummary),
  } satisfies ReportVerbs;
}

/** The condensed memories of former days. */
export function createMemoryVerbs(db: DatabaseSync) {
  const save = db.prepare('INSERT OR REPLACE INTO memories VALUES (?, ?, ?)');
  const find = db.prepare(
    'SELECT body FROM memories WHERE edition = ? AND day >= ? AND day < ? ORDER BY day',
  );
  const drop = db.prepare('DELETE FROM memories WHERE edition = ? AND day = ?');

  return {
    saveMemory: async (edition, memory) => {
      save.run(edition, memory.day, JSON.stringify(memory));
    },
    findMemories: async ({ edition, from, to }) =>
      find.all(edition, from, to).flatMap((row) => parse<DayMemory>(row) ?? []),
    dropMemories: async (edition, days) =>
      inTransaction(db, () => {
        for (const day of days) drop.run(edition, day);
      }),
  } satisfies MemoryVerbs;
}

function parse<T>(row: Row | undefined): T | undefined {
  return row === undefined ? undefined : JSON.parse(String(row.body));
}

function toSummary(row: Row): ReportSummary {
  return {
    id: String(row.id),
    edition: String(row.edition),
    language: String(row.language),
    ...(row.topic === '' ? {} : { topic: String(row.topic) }),
    firstDay: String(row.first_day),
    lastDay: String(row.last_day),
    createdAt: String(row.created_at),
    partial: row.partial === 1,
  };
}

import { setImmediate } from 'node:timers/promises';
import { type Claim, detailClaims, type Report } from '../../core/report.ts';
import { fold } from '../../core/text/fold.ts';
import { fromReportWindow } from '../../core/window.ts';
import type { ReportSummary, Store } from '../../ports.ts';

export interface FoundClaim {
  day: string;
  id: string;
  text: string;
}

export interface ClaimSearch {
  /** Claims of the newest days' reports that hold every word, newest first. */
  find(query: { edition: string; language: string; text: string; limit: number }): Promise<FoundClaim[]>;
}

interface Line extends FoundClaim {
  folded: string;
}

/** Reports looked through, and kept as their lines alone. */
const mostReports = 120;

export function createClaimSearch(store: Pick<Store, 'listReports' | 'reportById'>): ClaimSearch {
  const lines = new Map<string, Line[]>();
  const linesOf = async (summary: ReportSummary): Promise<Line[]> => {
    const key = `${summary.id} ${summary.createdAt} ${summary.partial}`;
    const known = lines.get(key);
    if (known) return known;
    const report = await store.reportById(summary.id);
    const read = report ? toLines(report) : [];
    lines.set(key, read);
    const oldest = lines.keys().next().value;
    if (lines.size > mostReports * 2 && oldest !== undefined) lines.delete(oldest);
    // Reports are long: others get their turn between two of them.
    await setImmediate();
    return read;
  };
  return {
    async find({ edition, language, text, limit }) {
      const wanted = fold(text)
        .lower.split(/\s+/)
        .filter((word) => word !== '');
      if (wanted.length === 0) return [];
      const list = await store.listReports({ edition, language, limit: mostReports * 3 });
      const days = list.filter((found) => !found.topic && found.firstDay === found.lastDay);
      const found: Line[] = [];
      for (const summary of days.slice(0, mostReports)) {
        found.push(
          ...(await linesOf(summary)).filter((line) => wanted.every((word) => line.folded.includes(word))),
        );
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
  };
}

function toLines(report: Report): Line[] {
  const { lastDay } = fromReportWindow(report.window);
  return detailClaims(report).map(({ id, text, cites }: Claim) => ({
    day: lastDay,
    id,
    text,
    folded: fold(`${text} ${cites.map((cite) => cite.author).join(' ')}`).lower,
  }));
}

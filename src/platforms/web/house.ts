import type { PlacedCloud } from '../../core/cloud.ts';
import type { DigestWant, Trend } from '../../core/command.ts';
import type { Edition } from '../../core/edition.ts';
import type { ReportNames } from '../../core/naming.ts';
import type { Report } from '../../core/report.ts';
import type { Clock, Store } from '../../ports.ts';

/** What the pages ask of the bot: everything but `digest` only reads. */
export interface House {
  store: Pick<Store, 'reportById' | 'listReports' | 'findReport' | 'searchPosts'>;
  clock: Clock;
  editions: readonly Edition[];
  defaultEdition: string;
  /** Where readers reach the page from outside. */
  publicUrl?: string;
  /** Names for an edition's reports; undefined when it is gone from the configuration. */
  namesOf(report: Pick<Report, 'edition'>): ReportNames | undefined;
  /** The report's cloud on a light or dark ground. */
  cloudOf(report: Report, theme: 'light' | 'dark'): Promise<PlacedCloud | undefined>;
  /** Local days that can be answered, newest first. */
  daysOf(edition: string): Promise<readonly string[]>;
  /** The archived report, or one built now. */
  digest(want: DigestWant): Promise<Report | undefined>;
  /** Words worth a trend, those on the move first. */
  trendTerms(edition: string, language: string): Promise<string[]>;
  trends(edition: string, terms: readonly string[]): Promise<Trend[]>;
}

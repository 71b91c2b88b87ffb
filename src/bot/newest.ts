import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { namesOf } from '../app/desk.ts';
import type { Line } from '../app/line.ts';
import { newestDay } from '../app/memory.ts';
import type { App } from '../app.ts';
import { composeDigest } from '../core/compose.ts';
import { dayOf } from '../core/window.ts';
import { renderText } from '../platforms/console.ts';

/** A newcomer's first sight: the newest sample day, its picture and where to ask. */
export async function showNewest(
  line: Line,
  app: App,
  dataDir: string,
  stdout: NodeJS.WriteStream,
  address: string,
): Promise<void> {
  const edition = line.config.editions.find((candidate) => candidate.id === line.config.defaultEdition);
  if (!edition?.sample) return;
  const day = (await newestDay(line, edition)) ?? dayOf(line.clock.now(), edition.timezone);
  const window = { firstDay: day, lastDay: day, timezone: edition.timezone };
  const report = await app.desk.digest({
    edition: edition.id,
    language: edition.languages[0] ?? 'en',
    window,
  });
  if (!report) return;
  const picture = await app.desk.picture(report);
  const text = renderText(composeDigest(report, { length: 'short', names: namesOf(line, report) }), {
    isTerminal: stdout.isTTY === true,
  });
  stdout.write(`\n${text}\n\n`);
  if (picture) {
    const path = join(dataDir, picture.name);
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path, picture.bytes);
    stdout.write(`Word cloud: ${relative(process.cwd(), path)}\n`);
  }
  stdout.write(`Ask on the page: ${address}  (stop with Ctrl+C)\n`);
}

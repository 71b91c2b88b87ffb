import { createHash } from 'node:crypto';
import type { CloudPicture } from '../core/cloud.ts';
import { toPicture } from '../core/compose.ts';
import { toReason } from '../core/errors.ts';
import { inLanguage } from '../core/language.ts';
import type { Picture } from '../core/message.ts';
import { fileNames, reportTitle, windowLabel } from '../core/naming.ts';
import type { Report } from '../core/report.ts';
import { say } from '../core/wording.ts';
import { namesOf } from './desk.ts';
import type { Line } from './line.ts';

export interface Pictures {
  /** The report's cloud, drawn once and kept; undefined when it has no words or could not be drawn. */
  ofReport(report: Report, format: 'png' | 'jpeg'): Promise<Picture | undefined>;
}

const size = { width: 1200, height: 675 };

export function createPictures(line: Line): Pictures {
  return {
    async ofReport(report, format) {
      if (report.words.length === 0) return undefined;
      try {
        const bytes = await keptOrDrawn(line, report, format);
        const contentType = format === 'png' ? 'image/png' : 'image/jpeg';
        const name = `${fileNames(report).cloud}.${format === 'png' ? 'png' : 'jpg'}`;
        return toPicture(report, name, { ...size, bytes, contentType });
      } catch (error) {
        line.log.error({ report: report.id, reason: toReason(error) }, 'picture failed');
        return undefined;
      }
    },
  };
}

async function keptOrDrawn(line: Line, report: Report, format: 'png' | 'jpeg'): Promise<Uint8Array> {
  const key = `picture:${report.id}:${fingerprint(report)}`;
  const kept = await line.store.findBlob(`${key}.${format}`);
  if (kept) return kept;
  const drawn = await drawReport(line, report);
  const wanted = drawn[format];
  if (!wanted) throw new Error(`the cloud was not drawn as ${format}`);
  if (drawn.png) await line.store.saveBlob(`${key}.png`, drawn.png);
  if (drawn.jpeg) await line.store.saveBlob(`${key}.jpeg`, drawn.jpeg);
  return wanted;
}

function drawReport(line: Line, report: Report): Promise<CloudPicture> {
  const names = namesOf(line, report);
  const { language } = report;
  const used = new Set(report.words.map((word) => word.group));
  const groups = names.topics
    .filter((topic) => used.has(topic.id))
    .map((topic) => ({ id: topic.id, label: inLanguage(topic.names, language) }));
  return line.artist.draw({
    ...size,
    words: report.words,
    theme: 'light',
    seed: 1,
    title: `${reportTitle(report, names)} · ${windowLabel(report)}`,
    subtitle: say(language, 'readValue', {
      posts: report.coverage.posts,
      authors: report.coverage.authors,
      kept: report.coverage.kept,
      stories: report.coverage.stories,
    }),
    groups,
    trendLabels: { new: say(language, 'new'), rising: say(language, 'rising') },
    formats: ['png', 'jpeg'],
  });
}

/** A rebuilt report has other words: then it needs another picture. */
function fingerprint(report: Report): string {
  return createHash('sha256').update(JSON.stringify(report.words)).digest('hex').slice(0, 16);
}

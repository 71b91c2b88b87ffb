import { createHash } from 'node:crypto';
import type { CloudPicture, CloudRequest, PlacedCloud, Placement } from '../core/cloud.ts';
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
  /** The same on a ground of either kind, with the places of its words: what pages show. */
  placed(report: Report, theme: CloudRequest['theme']): Promise<PlacedCloud | undefined>;
}

const size = { width: 1200, height: 675 };

export function createPictures(line: Line): Pictures {
  /** Readers who come at once wait for one drawing. */
  const underWay = new Map<string, Promise<Drawing>>();
  const drawn = (report: Report, theme: CloudRequest['theme']) => {
    const key = `${theme} ${keyOf(report)}`;
    const drawing = underWay.get(key) ?? keptOrDrawn(line, report, theme).finally(() => underWay.delete(key));
    underWay.set(key, drawing);
    return drawing;
  };
  const orNothing = async <T>(report: Report, work: () => Promise<T>): Promise<T | undefined> => {
    if (report.words.length === 0) return undefined;
    try {
      return await work();
    } catch (error) {
      line.log.error({ report: report.id, reason: toReason(error) }, 'picture failed');
      return undefined;
    }
  };
  return {
    ofReport: (report, format) =>
      orNothing(report, async () => {
        const { [format]: bytes } = await drawn(report, 'light');
        if (!bytes) throw new Error(`the cloud was not drawn as ${format}`);
        return pictureOf(report, bytes, format);
      }),
    placed: (report, theme) =>
      orNothing(report, async () => {
        const { png, placements } = await drawn(report, theme);
        return { picture: pictureOf(report, png, 'png'), placements };
      }),
  };
}

function pictureOf(report: Report, bytes: Uint8Array, format: 'png' | 'jpeg'): Picture {
  const name = `${fileNames(report).cloud}.${format === 'png' ? 'png' : 'jpg'}`;
  return toPicture(report, name, { ...size, bytes, contentType: `image/${format}` });
}

/** What is kept of a cloud. The dark one is for pages alone, and needs no second format. */
interface Drawing {
  png: Uint8Array;
  jpeg?: Uint8Array;
  placements: Placement[];
}

async function keptOrDrawn(line: Line, report: Report, theme: CloudRequest['theme']): Promise<Drawing> {
  const key = theme === 'light' ? keyOf(report) : `${keyOf(report)}.${theme}`;
  const kept = await findDrawing(line, key, theme);
  if (kept) return kept;
  const { png, jpeg, placements } = await drawReport(line, report, theme);
  if (!png) throw new Error('the cloud was not drawn');
  await line.store.saveBlob(`${key}.png`, png);
  if (jpeg) await line.store.saveBlob(`${key}.jpeg`, jpeg);
  await line.store.saveBlob(`${key}.places`, new TextEncoder().encode(JSON.stringify(placements)));
  return { png, placements, ...(jpeg && { jpeg }) };
}

async function findDrawing(
  { store }: Line,
  key: string,
  theme: CloudRequest['theme'],
): Promise<Drawing | undefined> {
  const png = await store.findBlob(`${key}.png`);
  const jpeg = theme === 'light' ? await store.findBlob(`${key}.jpeg`) : undefined;
  const places = await store.findBlob(`${key}.places`);
  if (!png || !places || (theme === 'light' && !jpeg)) return undefined;
  return { png, placements: JSON.parse(new TextDecoder().decode(places)), ...(jpeg && { jpeg }) };
}

function drawReport(line: Line, report: Report, theme: CloudRequest['theme']): Promise<CloudPicture> {
  const names = namesOf(line, report);
  const { language } = report;
  const used = new Set(report.words.map((word) => word.group));
  const groups = names.topics
    .filter((topic) => used.has(topic.id))
    .map((topic) => ({ id: topic.id, label: inLanguage(topic.names, language) }));
  return line.artist.draw({
    ...size,
    words: report.words,
    theme,
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
    formats: theme === 'light' ? ['png', 'jpeg'] : ['png'],
  });
}

/** A rebuilt report has other words: then it needs another picture. */
function keyOf(report: Report): string {
  const words = createHash('sha256').update(JSON.stringify(report.words)).digest('hex').slice(0, 16);
  return `picture:${report.id}:${words}`;
}

import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Picture } from '../core/message.ts';
import { fileNames } from '../core/naming.ts';
import type { Report } from '../core/report.ts';
import { fromReportWindow } from '../core/window.ts';

export interface JekyllPost {
  report: Report;
  /** The report as Markdown with front matter, its picture named beside it. */
  document: { text: string };
  picture: Picture | undefined;
  /** In the edition's first language, whose file names carry none. */
  isFirst: boolean;
}

/**
 * Writes a report into a Jekyll site: the post into `_posts`, its picture into `assets/wordclouds`. The picture goes
 * first, so that no post stands without it; each file is whole or absent, and one that is there is never written
 * again. Returns the post's path, or undefined when it had been published before.
 */
export function publishToJekyll(
  site: string,
  { report, document, picture, isFirst }: JekyllPost,
): string | undefined {
  const { base, cloud } = fileNames(report);
  const { lastDay } = fromReportWindow(report.window);
  const language = isFirst ? '' : `_${report.language}`;
  const image = `/assets/wordclouds/${cloud}${language}.jpg`;
  if (picture) placeOnce(join(site, image), picture.bytes);
  // Posts lie at another address than their files, so the picture is named from the site's root.
  const address = `{{ '${image}' | relative_url }}`;
  const text = picture ? document.text.replace(`](${cloud}.jpg)`, `](${address})`) : document.text;
  const path = join(site, '_posts', `${lastDay}-${base}${language}.md`);
  return placeOnce(path, text) ? path : undefined;
}

/** False when the file is there already. A link is made whole or not at all, and never over another file. */
function placeOnce(path: string, content: string | Uint8Array): boolean {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, content);
  try {
    linkSync(part, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(part, { force: true });
  }
}

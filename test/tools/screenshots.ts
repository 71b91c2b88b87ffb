import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStage } from './browser.ts';

/**
 * Pictures of every page at two widths, in both themes and languages, for eyes: `node test/tools/screenshots.ts DIR`.
 * With `--readme` only the picture of the README, which is the newest sample day.
 */
const paths: Record<string, string> = {
  day: '/sample/2025-12-27',
  topic: '/sample/2025-12-27/chips',
  days: '/sample/days',
  trends: '/sample/trends',
  trend: '/sample/trends/Groq',
  search: '/sample/search?q=Groq&day=2025-12-27',
  nothing: '/sample/search?q=nothing-such',
  ask: '/ask?q=/digest',
  missing: '/sample/2019-01-01',
};

const [dir = 'out/pages', only] = process.argv.slice(2).filter((arg) => arg !== '--readme');
const stage = await openStage();
try {
  mkdirSync(dir, { recursive: true });
  if (process.argv.includes('--readme')) await shootForReadme();
  else await shootAll();
} finally {
  await stage.end();
}

async function shootAll(): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      const context = await stage.browser.newContext({
        colorScheme: theme,
        viewport: { width, height: 900 },
      });
      const page = await context.newPage();
      for (const [name, path] of Object.entries(paths).filter(([key]) => !only || key === only)) {
        for (const lang of ['zh', 'en']) {
          await page.goto(`${stage.address}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
          const file = join(dir, `${name}-${width}-${theme}-${lang}.png`);
          await page.screenshot({ path: file, fullPage: true });
        }
      }
      await context.close();
    }
  }
}

async function shootForReadme(): Promise<void> {
  const context = await stage.browser.newContext({
    colorScheme: 'light',
    viewport: { width: 1280, height: 1060 },
  });
  const page = await context.newPage();
  await page.goto(`${stage.address}/sample/2025-12-27?lang=en`, { waitUntil: 'networkidle' });
  await page.locator('.sources summary').nth(0).click();
  await page.screenshot({ path: join(dir, 'digest.png') });
  await context.close();
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openStage, type Stage, skip } from '../tools/browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const paths = [
  '/',
  '/sample/2025-12-27/chips',
  '/sample/days',
  '/sample/trends',
  '/sample/trends/Groq',
  '/sample/search?q=Groq&day=2025-12-27',
  '/ask?q=/help',
  '/no/such/page',
];

let stage: Stage;
let browser: Browser;
let address = '';

before(async () => {
  if (skip) return;
  stage = await openStage();
  ({ browser, address } = stage);
});

after(() => stage?.end());

interface Finding {
  id: string;
  impact: string | null;
  nodes: { target: unknown }[];
}

async function findings(page: Page): Promise<string[]> {
  // Evaluated from outside, so that the page's own policy need not be loosened.
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as { violations: Finding[] };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes[0]?.target)}`);
}

for (const theme of ['light', 'dark'] as const) {
  for (const lang of ['zh', 'en']) {
    test(`axe finds nothing serious on any page, ${theme}, ${lang}, and no page overflows a phone`, {
      skip,
    }, async () => {
      const context = await browser.newContext({ colorScheme: theme, viewport: { width: 360, height: 800 } });
      const page = await context.newPage();
      for (const path of paths) {
        await page.goto(`${address}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
        assert.deepEqual(await findings(page), [], path);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        assert.ok(Number(overflow) <= 0, `${path}: ${overflow} px too wide`);
      }
      await context.close();
    });
  }
}

test("the first load of a day's page takes at most 60 KB without its picture", { skip }, async () => {
  for (const lang of ['zh', 'en']) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${address}/sample/2025-12-27?lang=${lang}`, { waitUntil: 'load' });
    const sizes = (await page.evaluate(
      "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].filter((entry) => !entry.name.includes('/pictures/')).map((entry) => entry.transferSize)",
    )) as number[];
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(sizes.length >= 3 && bytes > 0 && bytes <= 60 * 1024, `${bytes} bytes`);
    await context.close();
  }
});

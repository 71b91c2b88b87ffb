import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openStage, type Stage, skip } from '../tools/browser.ts';

let stage: Stage;
let browser: Browser;
let address = '';

before(async () => {
  if (skip) return;
  stage = await openStage();
  ({ browser, address } = stage);
});

after(() => stage?.end());

interface Reader {
  script?: boolean;
  locale?: string;
  width?: number;
  path?: string;
  theme?: 'light' | 'dark';
}

async function openPage(options: Reader = {}): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: options.script ?? true,
    locale: options.locale ?? 'en-US',
    colorScheme: options.theme ?? 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`${address}${options.path ?? '/ask'}`);
  return page;
}

async function ask(page: Page, question: string): Promise<void> {
  await page.fill('#q', question);
  await page.press('#q', 'Enter');
  await page.locator('.turn:not(.waiting) .question', { hasText: question }).first().waitFor();
}

test('the first page shows the newest day with its picture and its sources', { skip }, async () => {
  const page = await openPage({ path: '/' });
  assert.equal(await page.locator('time').first().getAttribute('datetime'), '2025-12-27');
  const picture = page.locator('.cloud img');
  const width = await picture.evaluate(
    (image) => (image as unknown as { naturalWidth: number }).naturalWidth,
  );
  assert.equal(width, 1200);
  assert.match((await picture.getAttribute('alt')) ?? '', /Word cloud, 2025-12-27/);
  const points = page.locator('.points > li');
  assert.ok((await points.count()) >= 5);
  const sources = points.first().locator('.sources');
  assert.equal(await sources.locator('a').first().isVisible(), false);
  await sources.locator('summary').click();
  assert.ok(await sources.locator('a').first().isVisible());
});

test('a word of the cloud leads to the posts that hold it, without a script', { skip }, async () => {
  const page = await openPage({ path: '/sample/2025-12-27', script: false });
  await page.locator('.words a', { hasText: 'Groq' }).first().click();
  assert.equal(new URL(page.url()).pathname, '/sample/search');
  const found = await page.locator('.found li p:first-child').allInnerTexts();
  assert.ok(found.length > 5 && found.every((text) => /groq/i.test(text)), found.join('\n'));
});

test('a word leads there from its place in the picture, too, and a dark page shows the dark picture', {
  skip,
}, async () => {
  const page = await openPage({ path: '/sample/2025-12-27', theme: 'dark', width: 1280 });
  const shown = () =>
    page.locator('.cloud img').evaluate((image) => (image as unknown as { currentSrc: string }).currentSrc);
  assert.match(await shown(), /\.dark\.png$/);
  await page.locator('#theme').click();
  await page.waitForFunction("!document.querySelector('.cloud img').currentSrc.includes('.dark.')");
  assert.doesNotMatch(await shown(), /dark/);
  await page.locator('.cloud svg a', { hasText: 'Groq' }).first().click();
  assert.equal(new URL(page.url()).pathname, '/sample/search');
  assert.match(page.url(), /q=Groq/);
});

test('a line keeps its own address, and its sources open there', { skip }, async () => {
  const page = await openPage({ path: '/sample/2025-12-27' });
  const line = page.locator('.claim').first();
  const id = await line.getAttribute('id');
  const again = await openPage({ path: `/sample/2025-12-27#${id}` });
  assert.equal(await again.locator(`[id="${id}"] details`).getAttribute('open'), '');
});

test('commands complete while they are typed', { skip }, async () => {
  const page = await openPage();
  await page.locator('#q').pressSequentially('/digest chi');
  await page.locator('#lines option[value="/digest chips"]').waitFor({ state: 'attached' });
});

test('typing /digest agents shows the topic, and its buttons lead on', { skip }, async () => {
  const page = await openPage();
  await ask(page, '/digest agents');
  const turn = page.locator('.turn').first();
  assert.match(await turn.locator('h2').first().innerText(), /AI agents/);
  await turn.locator('.actions button', { hasText: '2025-12-26' }).click();
  await page.locator('.turn h2', { hasText: '2025-12-26' }).first().waitFor();
});

test('a Chinese reader gets Chinese', { skip }, async () => {
  const page = await openPage({ locale: 'zh-CN' });
  assert.match(await page.locator('.message h3').first().innerText(), /主要话题/);
});

test('without scripts the same question works by a plain page load', { skip }, async () => {
  const page = await openPage({ script: false });
  await page.fill('#q', '/topics');
  await page.press('#q', 'Enter');
  await page.locator('.question', { hasText: '/topics' }).waitFor();
  assert.ok((await page.locator('.message li').count()) >= 10);
});

test('a mistake is answered in one friendly sentence', { skip }, async () => {
  const page = await openPage();
  await ask(page, '/digest 2999-01-01');
  assert.match(await page.locator('.turn .message').first().innerText(), /has not come yet/);
  await ask(page, '/dance');
  assert.match(await page.locator('.turn .message').first().innerText(), /There is no command \/dance/);
});

test('nothing overflows on a phone, and nothing is loaded from elsewhere', { skip }, async () => {
  const page = await openPage({ width: 360, path: '/' });
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  assert.ok(Number(overflow) <= 0, `${overflow} px too wide`);
  const hosts = await page.evaluate(
    "performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host)",
  );
  assert.deepEqual([...new Set(hosts as string[])], [new URL(address).host]);
});

test('the hostile post of the sample reaches no page as markup', { skip }, async () => {
  const page = await openPage();
  await ask(page, '/digest claim your reward');
  assert.equal(await page.locator('.message script, .message b, a[href*="evil.example"]').count(), 0);
});

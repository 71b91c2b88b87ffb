import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { start, waitForOutput } from './run.ts';
import { findProgram, quietArgs, skipWithout } from './services.ts';

const program = findProgram('chromium', 'chromium-browser', 'google-chrome');

/** What `test({ skip })` takes: false where a browser is installed, else the printed reason. */
export const skip = skipWithout(program, 'Chromium');

/** The running bot with its sample, and a real browser beside it. */
export interface Stage {
  address: string;
  browser: Browser;
  end(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'broadsheet-web-'));
  const bot = start('src/main.ts', [], { env: { PORT: '0', DATA_DIR: dir } });
  const [, address = ''] = await waitForOutput(bot, /Ask on the page: (http:\/\/127\.0\.0\.1:\d+)/);
  const browser = await chromium.launch({ executablePath: program as string, args: quietArgs });
  return {
    address,
    browser,
    async end() {
      await browser.close();
      bot.kill('SIGTERM');
      await once(bot, 'close');
      rmSync(dir, { recursive: true });
    },
  };
}

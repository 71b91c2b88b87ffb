import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { copyConfig } from './config.ts';

export const root = resolve(import.meta.dirname, '../..');

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
}

/** A script that should end and does not is a failure, not a wait. */
const runTimeoutMs = 90_000;

/** Runs one of the project's scripts as a newcomer would: a process of its own, with a bare environment. */
export async function run(script: string, args: string[], options: RunOptions = {}): Promise<Outcome> {
  const child = start(script, args, options);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (output.stdout += chunk));
  child.stderr?.on('data', (chunk) => (output.stderr += chunk));
  const limit = setTimeout(() => child.kill('SIGKILL'), runTimeoutMs);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { code, ...output };
}

let copied: string | undefined;

function configDir(): string {
  copied ??= copyConfig(join(root, 'config'));
  return copied;
}

/** The process itself, for scripts that go on running. The caller ends it. */
export function start(
  script: string,
  args: string[],
  { cwd = root, env = {} }: RunOptions = {},
): ChildProcess {
  const bare = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    TZ: 'UTC',
    CONFIG_DIR: configDir(),
  };
  return spawn(process.execPath, [join(root, script), ...args], {
    cwd,
    env: { ...bare, ...env },
    stdio: 'pipe',
  });
}

/** Resolves to the first match in what the process prints; rejects with all of it when the process ends first. */
export function waitForOutput(
  child: ChildProcess,
  pattern: RegExp,
  timeoutMs = 60_000,
): Promise<RegExpExecArray> {
  return new Promise((done, fail) => {
    let text = '';
    const timer = setTimeout(
      () => fail(new Error(`no ${pattern} within ${timeoutMs} ms in: ${text}`)),
      timeoutMs,
    );
    const look = (chunk: unknown) => {
      text += String(chunk);
      const match = pattern.exec(text);
      if (!match) return;
      clearTimeout(timer);
      done(match);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('close', () => {
      clearTimeout(timer);
      fail(new Error(`the process ended before ${pattern}: ${text}`));
    });
  });
}

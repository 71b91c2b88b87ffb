import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type Log = Logger;

export interface LogOptions {
  level: string;
  /** Values that must never be written, whatever carries them. */
  secrets: readonly string[];
  stream?: DestinationStream;
}

/** Telegram puts its token into addresses: 5-12 digits, a colon, then a long word. */
const telegramToken = /(?<!\d)\d{5,12}(?::|%3A)[\w-]{30,}/g;
const webhookToken = /(\/webhooks\/\d+\/)[\w-]{20,}/g;
const bearer = /\b(Bearer|Bot)\s+[\w.~+/=-]{16,}/g;

/**
 * A JSON logger on standard error. Every line is scrubbed after it is serialised, since redaction by path
 * cannot reach a token inside an address or an error text.
 */
export function createLog({ level, secrets, stream }: LogOptions): Log {
  const hooks = { streamWrite: (line: string) => scrub(line, secrets) };
  const options = { level, base: null, hooks, mixin: () => runs.getStore() ?? {} };
  return pino(options, stream ?? destination({ dest: 2, sync: true }));
}

const runs = new AsyncLocalStorage<{ run: string }>();

/** Every line that the work logs, however deep, carries one id; work within a run belongs to that run. */
export function inRun<T>(work: () => T): T {
  return runs.getStore() ? work() : runs.run({ run: randomUUID().slice(0, 8) }, work);
}

/** Text with every secret replaced by `[secret]`. */
export function scrub(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter((secret) => secret.length >= 6)
    .reduce((line, secret) => line.replaceAll(secret, '[secret]'), text);
  return known
    .replace(telegramToken, '[secret]')
    .replace(webhookToken, '$1[secret]')
    .replace(bearer, '$1 [secret]');
}

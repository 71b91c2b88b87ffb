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
  const options = { level, base: null, hooks: { streamWrite: (line: string) => scrub(line, secrets) } };
  return pino(options, stream ?? destination({ dest: 2, sync: true }));
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

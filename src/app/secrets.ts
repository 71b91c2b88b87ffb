import type { Edition } from '../core/edition.ts';
import { scrub } from '../lib/log.ts';
import type { Outbox, Source, Writer } from '../ports.ts';
import type { Line } from './line.ts';
import { over } from './over.ts';

/**
 * The same error without secrets in what it says, nor in its causes: what an endpoint answered may come to stand in
 * reports, on pages and in chats, and an endpoint may quote what it was told.
 */
export function withoutSecrets<T>(error: T, secrets: readonly string[]): T {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const message = scrub(cause.message, secrets);
    if (message !== cause.message) cause.message = message;
    if (cause.stack) cause.stack = scrub(cause.stack, secrets);
  }
  return error;
}

/** The same line, whose writers and sources fail without telling a secret. */
export function discreetLine(line: Line, secrets: readonly string[]): Line {
  const kept = new WeakMap<Source, Source>();
  const discreet = (source: Source) => {
    const known = kept.get(source) ?? discreetSource(source, secrets);
    kept.set(source, known);
    return known;
  };
  return {
    ...line,
    writers: line.writers.map((writer) => discreetWriter(writer, secrets)),
    sourcesOf: (edition: Edition) => line.sourcesOf(edition).map(discreet),
  };
}

export function discreetSource(source: Source, secrets: readonly string[]): Source {
  return over(source, { collect: (request) => discreetly(source.collect(request), secrets) });
}

export function discreetWriter(writer: Writer, secrets: readonly string[]): Writer {
  return over(writer, {
    write: (request, signal) => discreetly(writer.write(request, signal), secrets),
    ...(writer.repair && {
      repair: (...args: Parameters<NonNullable<Writer['repair']>>) =>
        discreetly((writer.repair as NonNullable<Writer['repair']>)(...args), secrets),
    }),
  });
}

/** The same outbox: why a send failed stands in the ledger, and people see it in `/status`. */
export function discreetOutbox(outbox: Outbox, secrets: readonly string[]): Outbox {
  return over(outbox, {
    inspect: (...args) => discreetly(outbox.inspect(...args), secrets),
    send: (...args) => discreetly(outbox.send(...args), secrets),
  });
}

async function discreetly<T>(work: Promise<T>, secrets: readonly string[]): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw withoutSecrets(error, secrets);
  }
}

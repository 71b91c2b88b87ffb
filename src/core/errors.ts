import type { Spend } from './draft.ts';

/**
 * Errors by who can act on them. Anything that is none of these is a bug and may crash the run.
 */

/** The asker can act: the message is one clear sentence, shown to them as it stands. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The operator can act before anything starts: one sentence a problem, all problems at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The outside world failed; `retryable` says whether a repeat can help, `retryAfterMs` when at the earliest. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { retryable: boolean; retryAfterMs?: number; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A writer failed; `spend` says what its calls took all the same. */
export class WriterError extends AdapterError {
  readonly spend: Spend | undefined;

  constructor(message: string, options: { retryable: boolean; spend?: Spend; cause?: unknown }) {
    const { spend, ...rest } = options;
    super(message, rest);
    this.spend = spend;
  }
}

/** What a failed send means for its delivery. Only `not-sent` and `rate-limited` are safe to repeat. */
export type SendOutcome =
  /** The chat is gone for good, or the bot was thrown out of it. */
  | 'gone'
  /** The bot lacks rights there. */
  | 'forbidden'
  /** The platform refuses the part as it is: our fault. */
  | 'malformed'
  /** Proof that nothing arrived. */
  | 'not-sent'
  /** Refused for now; nothing arrived; `retryAfterMs` says when. */
  | 'rate-limited'
  /** It may have arrived. */
  | 'unknown';

/** A send that failed, with what is known about it. */
export class SendError extends AdapterError {
  readonly outcome: SendOutcome;
  /** The chat's new id where the platform moved it; nothing arrived. */
  readonly migratedTo: string | undefined;

  constructor(
    message: string,
    options: { outcome: SendOutcome; retryAfterMs?: number; migratedTo?: string; cause?: unknown },
  ) {
    const { outcome, migratedTo, ...rest } = options;
    super(message, { retryable: outcome === 'not-sent' || outcome === 'rate-limited', ...rest });
    this.outcome = outcome;
    this.migratedTo = migratedTo;
  }
}

/** The message of anything thrown, on one line and bounded, fit for a log or a coverage line. */
export function toReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

export interface CalmLog {
  warn(fields: object, text: string): void;
}

/** A client that lost its server fails thousands of times a second, and each failure says the same. */
const everyMs = 5000;

/** One line of a text every few seconds, with the number of those left out. */
export function createCalmLog(log: CalmLog, nowMs: () => number = () => performance.now()): CalmLog {
  const last = new Map<string, { atMs: number; leftOut: number }>();
  return {
    warn(fields, text) {
      const former = last.get(text);
      const now = nowMs();
      if (former && now - former.atMs < everyMs) {
        former.leftOut += 1;
        return;
      }
      last.set(text, { atMs: now, leftOut: 0 });
      log.warn({ ...fields, ...(former && former.leftOut > 0 && { leftOut: former.leftOut }) }, text);
    },
  };
}

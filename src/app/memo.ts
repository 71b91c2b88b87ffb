import type { Clock } from '../ports.ts';

/** Values that are dear to find and hold for a short while: found once for all who ask meanwhile. */
export interface Memo<T> {
  of(key: string, find: () => Promise<T>): Promise<T>;
  /** What was found under the key no longer holds. */
  forget(key: string): void;
}

export interface MemoOptions {
  /** For how long other processes may have changed a value unseen. */
  forMs: number;
  /** Keys kept at once; the ones found first go first. */
  keep: number;
}

export function createMemo<T>(clock: Clock, { forMs, keep }: MemoOptions): Memo<T> {
  const kept = new Map<string, { atMs: number; value: Promise<T> }>();
  return {
    of(key, find) {
      const nowMs = Date.parse(clock.now());
      const found = kept.get(key);
      if (found && Math.abs(nowMs - found.atMs) < forMs) return found.value;
      const value = find();
      kept.delete(key);
      kept.set(key, { atMs: nowMs, value });
      value.catch(() => kept.delete(key));
      const oldest = kept.keys().next().value;
      if (kept.size > keep && oldest !== undefined) kept.delete(oldest);
      return value;
    },
    forget: (key) => void kept.delete(key),
  };
}

/** Tasks with the same key run one after another, others side by side. */
export interface Lanes {
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
  /** Tasks that run or wait. */
  size(): number;
  /** Tasks of one key that run or wait. */
  sizeOf(key: string): number;
  /** Resolves to true once nothing runs or waits, to false after `timeoutMs`. */
  idle(timeoutMs: number): Promise<boolean>;
}

export function createLanes(): Lanes {
  const tails = new Map<string, { tail: Promise<unknown>; size: number }>();
  let size = 0;
  let waiting: (() => void)[] = [];

  const leave = (key: string) => {
    size--;
    const lane = tails.get(key);
    if (lane && --lane.size === 0) tails.delete(key);
    if (size > 0) return;
    for (const wake of waiting) wake();
    waiting = [];
  };

  return {
    run(key, task) {
      const lane = tails.get(key) ?? { tail: Promise.resolve(), size: 0 };
      size++;
      lane.size++;
      const result = lane.tail.then(task);
      lane.tail = result.then(
        () => leave(key),
        () => leave(key),
      );
      tails.set(key, lane);
      return result;
    },
    size: () => size,
    sizeOf: (key) => tails.get(key)?.size ?? 0,
    idle(timeoutMs) {
      if (size === 0) return Promise.resolve(true);
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), timeoutMs);
        waiting.push(() => {
          clearTimeout(timer);
          resolve(true);
        });
      });
    },
  };
}

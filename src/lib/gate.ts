/** Lets work through, at most `total` at once and `perKey` of each key, in the order of asking. */
export interface Gate {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createGate({ total, perKey }: { total: number; perKey: number }): Gate {
  const running = new Map<string, number>();
  let waiting: { key: string; start: () => void }[] = [];

  const countOf = (key: string) => running.get(key) ?? 0;
  const sum = () => [...running.values()].reduce((all, count) => all + count, 0);
  const isFree = (key: string) => sum() < total && countOf(key) < perKey;

  function admit(): void {
    const next = waiting.find(({ key }) => isFree(key));
    if (!next) return;
    waiting = waiting.filter((other) => other !== next);
    enter(next.key);
    next.start();
    admit();
  }

  function enter(key: string): void {
    running.set(key, countOf(key) + 1);
  }

  function leave(key: string): void {
    const count = countOf(key) - 1;
    if (count > 0) running.set(key, count);
    else running.delete(key);
    admit();
  }

  return {
    async run(key, work) {
      if (isFree(key)) enter(key);
      else await new Promise<void>((start) => waiting.push({ key, start }));
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
  };
}

import { createLog, type Log } from '../../src/lib/log.ts';

export interface FakeLog {
  log: Log;
  lines: Record<string, unknown>[];
}

/** The real logger, writing into a list. */
export function createFakeLog(level = 'info'): FakeLog {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { log: createLog({ level, secrets: [], stream }), lines };
}

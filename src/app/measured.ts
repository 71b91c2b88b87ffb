import type { Delivery, DeliveryState } from '../core/delivery.ts';
import { detailClaims, type Report } from '../core/report.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Source, Store } from '../ports.ts';
import type { EngineThread, Line } from './line.ts';
import { over } from './over.ts';

/** The same line, telling the monitor what passes through it. */
export function measuredLine(line: Line, metrics: Metrics): Line {
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const startedMs = performance.now();
    try {
      return await work();
    } finally {
      metrics.observeStep(name, (performance.now() - startedMs) / 1000);
    }
  };
  const sources = new Map<Source, Source>();
  const measured = (source: Source) => {
    const known = sources.get(source) ?? measuredSource(source, metrics, step);
    sources.set(source, known);
    return known;
  };
  return {
    ...line,
    store: measuredStore(line.store, metrics),
    engine: measuredEngine(line.engine, metrics),
    writers: line.writers.map((writer) =>
      over(writer, { write: (request, signal) => step('write', () => writer.write(request, signal)) }),
    ),
    artist: over(line.artist, {
      draw: (request, signal) => step('draw', () => line.artist.draw(request, signal)),
    }),
    sourcesOf: (edition) => line.sourcesOf(edition).map(measured),
  };
}

type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>;

function measuredSource(source: Source, metrics: Metrics, step: Step): Source {
  return over(source, {
    async collect(request) {
      try {
        const collected = await step('collect', () => source.collect(request));
        const count = collected.posts.length;
        metrics.countCollect(source.name, count > 0 ? 'ok' : 'empty', count);
        return collected;
      } catch (error) {
        metrics.countCollect(source.name, 'failed', 0);
        throw error;
      }
    },
  });
}

/** The engine tells its own steps: each lasts until the next begins. */
function measuredEngine(engine: EngineThread, metrics: Metrics): EngineThread {
  return over(engine, {
    async run(input, options = {}) {
      let current = 'start';
      let sinceMs = performance.now();
      const end = (next: string) => {
        metrics.observeStep(current, (performance.now() - sinceMs) / 1000);
        current = next;
        sinceMs = performance.now();
      };
      const progress = (name: string, share: number) => {
        if (name !== current) end(name);
        options.progress?.(name, share);
      };
      try {
        return await engine.run(input, { ...options, progress });
      } finally {
        end('start');
      }
    },
  });
}

const ended: ReadonlySet<DeliveryState> = new Set(['sent', 'failed', 'unknown', 'skipped']);

function measuredStore(store: Store, metrics: Metrics): Store {
  const count = (rows: readonly Delivery[]) => {
    for (const { chat, state } of rows) if (ended.has(state)) metrics.countDelivery(chat.platform, state);
  };
  metrics.watchQueue(async () => (await store.findDeliveries({ states: ['pending', 'sending'] })).length);
  return over(store, {
    async saveReport(report) {
      await store.saveReport(report);
      countReport(report, metrics);
    },
    async saveDelivery(row) {
      await store.saveDelivery(row);
      count([row]);
    },
    async saveDeliveries(rows) {
      await store.saveDeliveries(rows);
      count(rows);
    },
  });
}

function countReport(report: Report, metrics: Metrics): void {
  const { dropped, tokens, cost } = report.coverage;
  metrics.countClaims('verified', detailClaims(report).length);
  metrics.countClaims('dropped', dropped);
  if (tokens) metrics.countModel(tokens, cost ?? 0);
}

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a monitor is told. Labels name sources, steps and platforms, never chats or people. */
export interface Metrics {
  /** The content type of `text`. */
  type: string;
  /** All figures in Prometheus' text format. */
  text(): Promise<string>;
  countCollect(source: string, outcome: 'ok' | 'empty' | 'failed', posts: number): void;
  observeStep(step: string, seconds: number): void;
  countClaims(outcome: 'verified' | 'dropped', count: number): void;
  countModel(tokens: { prompt: number; completion: number }, dollars: number): void;
  countDelivery(platform: string, state: string): void;
  /** Asked at every reading: deliveries that are still to be sent. */
  watchQueue(depth: () => Promise<number>): void;
  /** Asked at every reading: jobs of the queues that processes share, by queue and state. */
  watchJobs(count: () => Promise<{ queue: string; state: string; jobs: number }[]>): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `broadsheet_${name}`, help, labelNames, registers });
  const posts = counter('posts_collected_total', 'Posts read, by source.', ['source']);
  const collects = counter('collects_total', 'Readings of a source, by outcome.', ['source', 'outcome']);
  const claims = counter('claims_total', 'Claims of reports, by the outcome of their check.', ['outcome']);
  const tokens = counter('model_tokens_total', 'Tokens that models took, by kind.', ['kind']);
  const cost = counter('model_cost_dollars_total', 'US dollars that models cost.', []);
  const deliveries = counter('deliveries_total', 'Parts of digests, by platform and state.', [
    'platform',
    'state',
  ]);
  const steps = new Histogram({
    name: 'broadsheet_build_step_seconds',
    help: 'Seconds that a step of a build took.',
    labelNames: ['step'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  return {
    type: registry.contentType,
    text: () => registry.metrics(),
    countCollect(source, outcome, count) {
      collects.inc({ source, outcome });
      posts.inc({ source }, count);
    },
    observeStep: (step, seconds) => steps.observe({ step }, seconds),
    countClaims: (outcome, count) => claims.inc({ outcome }, count),
    countModel({ prompt, completion }, dollars) {
      tokens.inc({ kind: 'prompt' }, prompt);
      tokens.inc({ kind: 'completion' }, completion);
      cost.inc(dollars);
    },
    countDelivery: (platform, state) => deliveries.inc({ platform, state }),
    watchJobs(count) {
      new Gauge({
        name: 'broadsheet_queue_jobs',
        help: 'Jobs of the shared queues, by queue and state.',
        labelNames: ['queue', 'state'],
        registers,
        async collect() {
          const found = await count().catch(() => []);
          for (const { queue, state, jobs } of found) this.set({ queue, state }, jobs);
        },
      });
    },
    watchQueue(depth) {
      new Gauge({
        name: 'broadsheet_delivery_queue_depth',
        help: 'Parts that are still to be sent.',
        registers,
        async collect() {
          this.set(await depth());
        },
      });
    },
  };
}

import { isShared } from '../config/env.ts';
import type { Config } from '../config.ts';
import type { PlatformName } from '../core/delivery.ts';
import type { BuildJob, ChatJob, SharedQueues } from '../delivery/queues/shared.ts';
import type { Log } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';

/** Platforms that can be written to unasked. */
const delivering: PlatformName[] = ['discord', 'telegram'];

/** The queues of all processes on one Redis server; undefined where one process does everything. */
export async function openQueues(
  config: Config,
  log: Log,
  metrics: Metrics,
): Promise<SharedQueues | undefined> {
  if (!isShared(config.storeUrl)) return undefined;
  const { openBullQueue } = await import('../delivery/queues/bullmq.ts');
  const open = <T>(name: string) => openBullQueue<T>(name, config.storeUrl, log);
  const queues: SharedQueues = {
    build: open<BuildJob>('build'),
    deliver: Object.fromEntries(delivering.map((name) => [name, open<ChatJob>(`deliver-${name}`)])),
  };
  metrics.watchJobs(() => countJobs(queues));
  return queues;
}

async function countJobs({ build, deliver }: SharedQueues) {
  const queues = [build, ...Object.values(deliver)];
  const depths = await Promise.all(
    queues.map(async (queue) => ({ name: queue.name, depth: await queue.depth() })),
  );
  return depths.flatMap(({ name, depth }) =>
    Object.entries(depth).map(([state, jobs]) => ({ queue: name, state, jobs })),
  );
}

/** For a process that neither hands jobs on nor takes them. */
export async function closeQueues({ build, deliver }: SharedQueues): Promise<void> {
  await Promise.all([build, ...Object.values(deliver)].map((queue) => queue.close()));
}

/** Why this process no longer takes jobs; undefined while it does, or while the server cannot be asked. */
export async function findWedged({ build, deliver }: SharedQueues): Promise<string | undefined> {
  for (const queue of [build, ...Object.values(deliver)]) {
    const reason = await queue.wedged().catch(() => undefined);
    if (reason) return reason;
  }
  return undefined;
}

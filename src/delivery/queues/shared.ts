import { createHash } from 'node:crypto';
import type { Delivery, PlatformName } from '../../core/delivery.ts';
import { SendError, toReason } from '../../core/errors.ts';
import { isLater } from '../../core/schedule.ts';
import type { Outbox } from '../../ports.ts';
import type { DigestRequest, DueGroup } from '../due.ts';
import { laneKey, sendsAtOnce } from '../fan-out.ts';
import { createLedger } from '../ledger.ts';
import { createSender } from '../sender.ts';
import { isStale } from '../settle.ts';
import { untilAborted } from '../until-aborted.ts';
import type { Verdict } from '../verdict.ts';
import type { JobCourse, KeyedQueue } from './bullmq.ts';
import type { DeliveryQueue, MakeQueue, QueueParts } from './port.ts';

/** A chat's open rows in their order, as a job carries them. */
export interface ChatJob {
  rows: { id: string; subscriptionId: string }[];
}

/** What the `build` queue holds. */
export type BuildJob =
  | { kind: 'digest'; group: string }
  | { kind: 'ahead'; request: DigestRequest }
  | { kind: 'edition'; edition: string; day: string };

export interface SharedQueues {
  build: KeyedQueue<BuildJob>;
  deliver: Partial<Record<PlatformName, KeyedQueue<ChatJob>>>;
}

export interface SharedOptions {
  queues: SharedQueues;
  /** Whether this process takes jobs, or only hands them on. */
  works: boolean;
  /** Builds an edition's reports of a day; a day that was built is built no second time. */
  buildEdition(edition: string, day: string): Promise<void>;
  /** Builds at once in one process. */
  buildsAtOnce?: number;
}

/** What a stopping process gives to sends in flight. */
const stopWithinMs = 10_000;
/** Another process is about to say how its send ended. */
const lookAgainMs = 2000;

/** One ledger and one Redis server for many processes: whoever has a hand free takes the next chat. */
export function createSharedQueue({
  queues,
  works,
  buildEdition,
  buildsAtOnce = 2,
}: SharedOptions): MakeQueue {
  return (parts) => {
    const abort = new AbortController();
    const all = [queues.build, ...Object.values(queues.deliver)];
    const ready = works
      ? startWork(parts, { queues, buildEdition, buildsAtOnce, signal: abort.signal })
      : undefined;
    ready?.catch((error: unknown) => parts.log.error({ reason: toReason(error) }, 'no jobs are taken'));

    const offer: DeliveryQueue['offer'] = async (rows) => {
      for (const [platform, queue] of Object.entries(queues.deliver)) {
        await queue.add(chatJobs(rows.filter(({ chat }) => chat.platform === platform)));
      }
    };

    return {
      async prepare(request) {
        const key = digestKey(`ahead ${JSON.stringify(request)}`);
        await queues.build.add([{ key, data: { kind: 'ahead', request } }]);
      },
      async plan(groups) {
        await queues.build.add(
          groups.map(({ key }) => ({ key: digestKey(key), data: { kind: 'digest', group: key } })),
        );
      },
      offer,
      async resume() {
        const { store, clock } = parts;
        const open = await store.findDeliveries({ states: ['pending', 'sending'] });
        await offer(readyRows(open, clock.now()));
      },
      // Whoever takes a chat's job asks what became of its first row.
      settle: async () => undefined,
      holds: () => false,
      idle: async () => undefined,
      async stop() {
        await ready?.catch(() => undefined);
        const limit = setTimeout(() => abort.abort(), stopWithinMs);
        await Promise.all(all.map((queue) => queue.close()));
        clearTimeout(limit);
      },
    };
  };
}

/** No colon, and not digits alone: BullMQ keeps keys apart by the one and counts by the other. */
function digestKey(group: DueGroup['key']): string {
  return `digest-${createHash('sha256').update(group).digest('hex').slice(0, 32)}`;
}

/** One job a chat, whatever number of rows and threads it has. */
function chatJobs(rows: readonly Delivery[]): { key: string; data: ChatJob }[] {
  const chats = Map.groupBy(
    rows.filter(({ state }) => state === 'pending' || state === 'sending'),
    laneKey,
  );
  return [...chats].map(([lane, own]) => ({
    key: `chat-${Buffer.from(lane).toString('base64url')}`,
    data: { rows: own.map(({ id, subscriptionId }) => ({ id, subscriptionId })) },
  }));
}

/** Chats whose first row waits, or is being sent, wait with it. */
function readyRows(open: readonly Delivery[], now: string): Delivery[] {
  const chats = [...Map.groupBy(open, laneKey).values()];
  return chats.filter(([first]) => first && isReady(first, now)).flat();
}

function isReady(row: Delivery, now: string): boolean {
  if (row.state === 'sending') return isStale(row, now);
  return row.notBefore === undefined || !isLater(row.notBefore, now);
}

type Work = Pick<Required<SharedOptions>, 'queues' | 'buildEdition' | 'buildsAtOnce'> & {
  signal: AbortSignal;
};

async function startWork(
  parts: QueueParts,
  { queues, buildEdition, buildsAtOnce, signal }: Work,
): Promise<void> {
  const build = async (job: BuildJob): Promise<'done'> => {
    if (job.kind === 'edition') await untilAborted(buildEdition(job.edition, job.day), signal);
    else if (job.kind === 'ahead') await untilAborted(parts.compose(job.request, signal), signal);
    else {
      const group = await parts.findGroup(job.group);
      if (group && parts.outboxes[group.platform]) await parts.plan(group, signal);
    }
    return 'done';
  };
  await queues.build.work({ handle: build, atOnce: buildsAtOnce });
  for (const [platform, queue] of Object.entries(queues.deliver) as [PlatformName, KeyedQueue<ChatJob>][]) {
    const outbox = parts.outboxes[platform];
    if (!outbox) continue;
    const heeding = heedLimits(outbox, queue);
    const chat = createChatWork({ ...parts, outboxes: { [platform]: heeding } }, signal);
    const perSecond = outbox.pace && { perSecond: outbox.pace.perSecond };
    await queue.work({ handle: chat, atOnce: sendsAtOnce[platform], ...perSecond });
  }
}

/** A platform that refuses all when it refuses one gets its rest from every process. */
function heedLimits(outbox: Outbox, queue: KeyedQueue<ChatJob>): Outbox {
  if (!outbox.pace?.limitsAll) return outbox;
  const send: Outbox['send'] = async (...args) => {
    try {
      return await outbox.send(...args);
    } catch (error) {
      if (error instanceof SendError && error.outcome === 'rate-limited' && error.retryAfterMs) {
        await queue.pauseFor(error.retryAfterMs).catch(() => undefined);
      }
      throw error;
    }
  };
  return Object.assign(Object.create(outbox), { send });
}

/** Sends the first of a chat's rows that is still to be sent; the job goes on with the rest. */
function createChatWork(parts: QueueParts, signal: AbortSignal) {
  const { store, outboxes, clock, log, owner } = parts;
  const ledger = createLedger(store, owner, clock);
  const sender = createSender({ store, outboxes, ledger, clock, log, signal });

  const after = (rows: ChatJob['rows'], { row, course }: Verdict): JobCourse<ChatJob> => {
    const [, ...rest] = rows;
    if (course === 'wait') return { data: { rows }, atMs: untilMs(row) };
    const left = course === 'again' ? rows : rest;
    const pauseMs = outboxes[row.chat.platform]?.pace?.sameChatMs(row.chat) ?? 0;
    return left.length === 0
      ? 'done'
      : { data: { rows: left }, ...(pauseMs > 0 && { atMs: Date.now() + pauseMs }) };
  };

  const untilMs = ({ notBefore }: Delivery) =>
    Date.now() + Math.max(0, Date.parse(notBefore ?? clock.now()) - Date.parse(clock.now()));

  const giveUpRun = async ({ subscriptionId, date, reason = '' }: Delivery) => {
    const pending = await store.findDeliveries({ subscriptionId, states: ['pending'] });
    const ofRun = pending.filter((row) => row.date === date);
    await store.saveDeliveries(ofRun.map((row) => ({ ...row, state: 'failed', reason, at: clock.now() })));
  };

  /** Why a row was not to be had: `next` when nothing is left to do for it, `again` when it may be tried now. */
  const look = async ({
    id,
    subscriptionId,
  }: ChatJob['rows'][number]): Promise<'next' | 'again' | number> => {
    const found = await store.findDeliveries({ subscriptionId, states: ['pending', 'sending'] });
    const row = found.find((candidate) => candidate.id === id);
    if (!row) return 'next';
    if (row.state === 'pending') return row.notBefore ? untilMs(row) : 'again';
    const settled = await sender.settle(row);
    if (!settled) return Date.now() + lookAgainMs;
    return settled.state === 'pending' ? 'again' : 'next';
  };

  return async function work({ rows }: ChatJob): Promise<JobCourse<ChatJob>> {
    await ledger.payDebts();
    const [first, ...rest] = rows;
    if (!first) return 'done';
    const claimed = await ledger.claim(first.id);
    if (claimed) {
      const verdict = await sender.send(claimed);
      if (verdict.course === 'forbidden') await giveUpRun(verdict.row);
      return after(rows, verdict);
    }
    const found = await look(first);
    if (found === 'again') return { data: { rows }, atMs: Date.now() + 100 };
    return found === 'next' ? work({ rows: rest }) : { data: { rows }, atMs: found };
  };
}

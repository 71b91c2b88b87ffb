import { createFanOut } from '../fan-out.ts';
import { untilAborted } from '../until-aborted.ts';
import type { MakeQueue } from './port.ts';

/** All in this process: planned at once, sent from lanes in memory. */
export const createLocalQueue: MakeQueue = ({ plan, compose, findGroup: _, ...parts }) => {
  const fanOut = createFanOut(parts);
  return {
    async prepare(request, signal) {
      await untilAborted(compose(request, signal), signal);
    },
    async plan(groups, signal) {
      await Promise.all(groups.map((group) => plan(group, signal)));
    },
    async offer(rows) {
      fanOut.offer(rows);
    },
    settle: fanOut.settle,
    resume: fanOut.resume,
    holds: fanOut.holds,
    idle: fanOut.idle,
    stop: fanOut.stop,
  };
};

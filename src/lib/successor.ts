/** The refusals of one connection come together, and one of them is enough. */
const againAfterMs = 1000;

/**
 * What ioredis asks after each error: whether to connect anew. A server that became a replica refuses writes, and
 * its successor is found that way.
 */
export function createSuccessorRule(
  nowMs: () => number = () => performance.now(),
): (error: Error) => boolean {
  let lastMs = Number.NEGATIVE_INFINITY;
  return ({ message }) => {
    if (!message.startsWith('READONLY') || nowMs() - lastMs < againAfterMs) return false;
    lastMs = nowMs();
    return true;
  };
}

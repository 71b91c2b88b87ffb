/** How much may be asked: `burst` at once, and `perMinute` in the long run. */
export interface Rate {
  burst: number;
  perMinute: number;
}

/** What is left at an instant, in epoch milliseconds. A new asker has a full bucket. */
export interface Bucket {
  tokens: number;
  atMs: number;
}

/** The bucket as it stands at `nowMs`; a clock that goes back fills nothing. */
export function refill(bucket: Bucket | undefined, rate: Rate, nowMs: number): Bucket {
  if (!bucket) return { tokens: rate.burst, atMs: nowMs };
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  const tokens = Math.min(rate.burst, bucket.tokens + (passedMs / 60_000) * rate.perMinute);
  return { tokens, atMs: nowMs };
}

/** Milliseconds until one token is there; 0 when it is there now. */
export function waitForToken(bucket: Bucket, rate: Rate): number {
  return Math.max(0, Math.ceil(((1 - bucket.tokens) * 60_000) / rate.perMinute));
}

import { type Bucket, type Rate, refill, waitForToken } from '../../core/token-bucket.ts';

/** Requests of one address: enough for a reader in a hurry, too few for a crawler without manners. */
const rate: Rate = { burst: 60, perMinute: 300 };
const mostAddresses = 5000;

export interface Limiter {
  /** Takes one request of an address; resolves to the milliseconds to wait, 0 when it may pass. */
  take(address: string, nowMs: number): number;
}

export function createLimiter(): Limiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(address, nowMs) {
      const bucket = refill(buckets.get(address), rate, nowMs);
      const waitMs = waitForToken(bucket, rate);
      buckets.delete(address);
      buckets.set(address, waitMs > 0 ? bucket : { ...bucket, tokens: bucket.tokens - 1 });
      const oldest = buckets.keys().next().value;
      if (buckets.size > mostAddresses && oldest !== undefined) buckets.delete(oldest);
      return waitMs;
    },
  };
}

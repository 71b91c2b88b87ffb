import type { Asker } from '../core/ask.ts';
import { UserError } from '../core/errors.ts';
import { inLanguage, type Language } from '../core/language.ts';
import { type Bucket, type Rate, refill, waitForToken } from '../core/token-bucket.ts';
import type { Clock } from '../ports.ts';

/** Bounds what people may cost: work that is not at hand already. */
export interface Limits {
  /** Takes one token of the asker and one of the chat, or throws a `UserError` that says when to come back. */
  charge(asker: Asker, language: Language): void;
}

const userRate: Rate = { burst: 3, perMinute: 3 };
const chatRate: Rate = { burst: 10, perMinute: 10 };

/** Full buckets beyond this many are forgotten. */
const keptBuckets = 10_000;

export function createLimits(clock: Clock): Limits {
  const users = createBuckets(userRate);
  const chats = createBuckets(chatRate);
  return {
    charge({ platform, userId, chat }, language) {
      // The page and the terminal are the operator's own, and know nobody apart.
      if (platform === 'web' || platform === 'console') return;
      const nowMs = Date.parse(clock.now());
      const user = users.look(`${platform}:${userId}`, nowMs);
      const room = chat && chats.look(`${platform}:${chat.id}`, nowMs);
      if (user.waitMs > 0) throw new UserError(inLanguage(userWords(seconds(user.waitMs)), language));
      if (room && room.waitMs > 0) throw new UserError(inLanguage(chatWords(seconds(room.waitMs)), language));
      user.take();
      room?.take();
    },
  };
}

function createBuckets(rate: Rate) {
  const buckets = new Map<string, Bucket>();
  const forgetFull = (nowMs: number) => {
    for (const [key, bucket] of buckets) {
      if (refill(bucket, rate, nowMs).tokens >= rate.burst) buckets.delete(key);
    }
  };
  return {
    look(key: string, nowMs: number) {
      const bucket = refill(buckets.get(key), rate, nowMs);
      return {
        waitMs: waitForToken(bucket, rate),
        take() {
          if (buckets.size >= keptBuckets) forgetFull(nowMs);
          buckets.set(key, { ...bucket, tokens: bucket.tokens - 1 });
        },
      };
    },
  };
}

function seconds(waitMs: number): number {
  return Math.ceil(waitMs / 1000);
}

function userWords(count: number) {
  return {
    en: `That is a lot at once; please ask again in ${count} ${count === 1 ? 'second' : 'seconds'}.`,
    zh: `您问得有点快，请 ${count} 秒后再试。`,
  };
}

function chatWords(count: number) {
  return {
    en: `This chat has asked for a lot at once; please ask again in ${count} ${count === 1 ? 'second' : 'seconds'}.`,
    zh: `本聊天问得有点快，请 ${count} 秒后再试。`,
  };
}

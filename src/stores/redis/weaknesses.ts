import type { Redis } from 'ioredis';

/** Settings of the server under which what it acknowledged may be lost, each in one sentence. */
export async function findWeaknesses(redis: Redis): Promise<string[]> {
  const settings = await readSettings(redis);
  if (!settings)
    return ['Redis does not show its settings: check that appendonly is yes and evictions are off.'];
  const { appendonly, policy } = settings;
  return [
    appendonly !== 'yes' &&
      'Redis keeps no append-only file: a restart may lose deliveries, and digests may come twice; set appendonly to yes.',
    policy !== 'noeviction' &&
      `Redis may drop data when memory is short (maxmemory-policy ${policy}); set it to noeviction.`,
  ].filter((sentence) => sentence !== false);
}

/** Undefined where a hosted server hides its settings. */
async function readSettings(redis: Redis): Promise<{ appendonly: string; policy: string } | undefined> {
  try {
    const [appendonly, policy] = await Promise.all(
      ['appendonly', 'maxmemory-policy'].map((name) => redis.config('GET', name)),
    );
    return { appendonly: settingOf(appendonly), policy: settingOf(policy) };
  } catch {
    return undefined;
  }
}

function settingOf(reply: unknown): string {
  return Array.isArray(reply) ? String(reply[1]) : '';
}

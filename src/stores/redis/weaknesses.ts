import type { Redis } from 'ioredis';

/** Settings of the server under which what it acknowledged may be lost, each in one sentence. */
export async function findWeaknesses(redis: Redis): Promise<string[]> {
  const settings = await readSettings(redis);
  if (!settings)
    return ['Redis does not show its settings: check that appendonly is yes and evictions are off.'];
  const { appendonly, appendfsync, policy } = settings;
  return [
    appendonly !== 'yes' &&
      'Redis keeps no append-only file: a restart may lose deliveries, and digests may come twice; set appendonly to yes.',
    appendonly === 'yes' &&
      appendfsync !== 'always' &&
      `Redis answers before it has written (appendfsync ${appendfsync}): if it is killed, digests of its last two seconds may come twice; set appendfsync to always.`,
    policy !== 'noeviction' &&
      `Redis may drop data when memory is short (maxmemory-policy ${policy}); set it to noeviction.`,
  ].filter((sentence) => sentence !== false);
}

interface Settings {
  appendonly: string;
  appendfsync: string;
  policy: string;
}

/** Undefined where a hosted server hides its settings. */
async function readSettings(redis: Redis): Promise<Settings | undefined> {
  try {
    const [appendonly, appendfsync, policy] = await Promise.all(
      ['appendonly', 'appendfsync', 'maxmemory-policy'].map((name) => redis.config('GET', name)),
    );
    return {
      appendonly: settingOf(appendonly),
      appendfsync: settingOf(appendfsync),
      policy: settingOf(policy),
    };
  } catch {
    return undefined;
  }
}

function settingOf(reply: unknown): string {
  return Array.isArray(reply) ? String(reply[1]) : '';
}

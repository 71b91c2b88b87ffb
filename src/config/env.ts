import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Chat } from '../core/delivery.ts';
import type { Problems } from './files.ts';

/** What the environment says. Secrets stand here alone and never in files of `config/`. */
export interface Settings {
  configDir: string;
  dataDir: string;
  storeUrl: string;
  role: Role;
  host: string;
  port: number;
  /** Where readers reach the web page, for links in chats; none are made without it. */
  publicUrl?: string;
  logLevel: LogLevel;
  /** What the operator shows on the web page where it is not asked from its own machine. */
  operatorToken?: string;
  /** Where the operator is told of what only they can mend. */
  operatorChat?: Chat;
  discord?: { token: string; apiUrl?: string; style: (typeof discordStyles)[number]; shards: Shards };
  telegram?: { token: string; apiRoot?: string; style: (typeof telegramStyles)[number] };
  openai?: { apiKey: string; baseUrl?: string; model?: string };
  x?: { bearerToken: string; apiUrl?: string };
  bluesky?: { apiUrl: string };
}

/** What a process does: meet people, keep the clock, build and send; or all of it. */
export const roles = ['all', 'bot', 'scheduler', 'worker'] as const;
export type Role = (typeof roles)[number];

/** Gateway connections of this process: as many as Discord advises, or these of so many. */
export type Shards = 'auto' | { ids: number[]; count: number };

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** How digests look: the second is for servers and clients that do not know the first. */
const discordStyles = ['components', 'embeds'] as const;
const telegramStyles = ['rich', 'html'] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment; every fault becomes one sentence in `problems`. Relative folders count from `dir`. */
export function readSettings(env: Environment, dir: string, problems: Problems): Settings {
  const value = (name: string) => env[name]?.trim() || undefined;
  const dataDir = resolve(dir, value('DATA_DIR') ?? 'data');
  const storeUrl = secret(env, 'STORE_URL', problems) ?? `sqlite:${resolve(dataDir, 'broadsheet.db')}`;
  const role = oneOf('ROLE', value('ROLE') ?? 'all', roles, problems);
  if (role !== 'all' && !isShared(storeUrl)) {
    problems.push(`ROLE is "${role}", which needs a store that processes share; set STORE_URL to redis://….`);
  }
  const keys = credentials(env, problems);
  return {
    configDir: resolve(dir, value('CONFIG_DIR') ?? 'config'),
    dataDir,
    storeUrl,
    role,
    host: value('HOST') ?? '127.0.0.1',
    port: portOf(value('PORT') ?? '8080', problems),
    ...keyed('publicUrl', addressOf(env, 'PUBLIC_URL', problems)),
    logLevel: oneOf('LOG_LEVEL', value('LOG_LEVEL') ?? 'info', logLevels, problems),
    ...keyed('operatorToken', operatorTokenOf(env, problems)),
    ...operatorChatOf(value('OPERATOR_CHAT'), { keys, role }, problems),
    ...keys,
  };
}

/** Whether several processes may work on one store. */
export function isShared(storeUrl: string): boolean {
  return /^rediss?:/i.test(storeUrl);
}

function credentials(env: Environment, problems: Problems): Partial<Settings> {
  const discord = secret(env, 'DISCORD_TOKEN', problems);
  const telegram = secret(env, 'TELEGRAM_TOKEN', problems);
  const openai = secret(env, 'OPENAI_API_KEY', problems);
  const x = secret(env, 'X_BEARER_TOKEN', problems);
  const address = (name: string) => addressOf(env, name, problems);
  const model = env.OPENAI_MODEL?.trim();
  // Read whatever is on: a fault that sleeps until the token comes is found too late.
  const discordStyle = oneOf(
    'DISCORD_STYLE',
    env.DISCORD_STYLE?.trim() || 'components',
    discordStyles,
    problems,
  );
  const telegramStyle = oneOf(
    'TELEGRAM_STYLE',
    env.TELEGRAM_STYLE?.trim() || 'rich',
    telegramStyles,
    problems,
  );
  const shards = shardsOf(env.DISCORD_SHARDS?.trim() || 'auto', problems);
  const addresses = {
    discord: address('DISCORD_API_URL'),
    telegram: address('TELEGRAM_API_ROOT'),
    openai: address('OPENAI_BASE_URL'),
    x: address('X_API_URL'),
  };
  const blueskyUrl = address('BLUESKY_API_URL');
  return {
    ...(discord && {
      discord: {
        token: discord,
        style: discordStyle,
        shards,
        ...keyed('apiUrl', addresses.discord),
      },
    }),
    ...(telegram && {
      telegram: {
        token: telegram,
        style: telegramStyle,
        ...keyed('apiRoot', addresses.telegram),
      },
    }),
    ...(openai && {
      openai: { apiKey: openai, ...keyed('baseUrl', addresses.openai), ...keyed('model', model) },
    }),
    ...(x && { x: { bearerToken: x, ...keyed('apiUrl', addresses.x) } }),
    ...(blueskyUrl && { bluesky: { apiUrl: blueskyUrl } }),
  };
}

/** Short ones can be guessed through the page. */
const shortestToken = 16;

function operatorTokenOf(env: Environment, problems: Problems): string | undefined {
  const token = secret(env, 'OPERATOR_TOKEN', problems);
  if (token && token.length < shortestToken)
    problems.push(`OPERATOR_TOKEN has fewer than ${shortestToken} characters; give a longer random word.`);
  return token;
}

/** `discord:CHANNEL` or `telegram:CHAT`, each with `:THREAD` where it is meant. */
function operatorChatOf(
  text: string | undefined,
  { keys, role }: { keys: Partial<Settings>; role: Role },
  problems: Problems,
): { operatorChat?: Chat } {
  if (!text) return {};
  const [, platform, id = '', thread] =
    /^(?:(discord)(?=:\d{15,21}(?::|$))|(telegram)):(-?\d+)(?::(\d+))?$/.exec(text)?.filter(Boolean) ?? [];
  if (platform !== 'discord' && platform !== 'telegram') {
    problems.push(
      `OPERATOR_CHAT is "${text}"; give the id of a chat, such as discord:112233445566778899 or telegram:-1001234567890.`,
    );
    return {};
  }
  // A scheduler plans what workers send: it needs no token of its own.
  if (!keys[platform] && role !== 'scheduler') {
    const token = `${platform.toUpperCase()}_TOKEN`;
    problems.push(`OPERATOR_CHAT is on ${platform}, which has no token; set ${token}, or name another chat.`);
  }
  return { operatorChat: { platform, id, ...(thread && { thread }) } };
}

const secretNames = [
  'DISCORD_TOKEN',
  'TELEGRAM_TOKEN',
  'OPENAI_API_KEY',
  'X_BEARER_TOKEN',
  'OPERATOR_TOKEN',
  'STORE_URL',
];

/** Every secret that the environment names, the password alone of an address. */
export function secretsIn(env: Environment): string[] {
  const found = secretNames.map((name) => secret(env, name, []));
  return found.flatMap((text) => (text ? [passwordIn(text) ?? text] : []));
}

/** The password of an address such as `redis://user:password@host`. */
export function passwordIn(address: string): string | undefined {
  return /:\/\/[^/]*:([^@/]+)@/.exec(address)?.[1];
}

/** A secret out of `NAME` or out of the file that `NAME_FILE` names, as Docker secrets do. */
function secret(env: Environment, name: string, problems: Problems): string | undefined {
  const direct = env[name]?.trim() || undefined;
  const file = env[`${name}_FILE`]?.trim() || undefined;
  if (direct && file) problems.push(`${name} and ${name}_FILE are both set; keep one of them.`);
  if (direct || !file) return direct;
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') problems.push(`${name}_FILE names an empty file; put the secret into it.`);
    return text || undefined;
  } catch {
    problems.push(`${name}_FILE names a file that cannot be read; check its path and its rights.`);
    return undefined;
  }
}

function addressOf(env: Environment, name: string, problems: Problems): string | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  problems.push(`${name} is not an http or https address; give one such as https://example.org/api.`);
  return undefined;
}

/** `auto`, `4` for four in this process, or `0-3/16` for the first four of sixteen. */
function shardsOf(text: string, problems: Problems): Shards {
  if (text === 'auto') return 'auto';
  const [, first = '0', last, total] = /^(?:(\d+)-(\d+)\/)?(\d+)$/.exec(text) ?? [];
  const count = Number(total);
  const [from, to] = [Number(first), last === undefined ? count - 1 : Number(last)];
  if (count >= 1 && count <= 4096 && from <= to && to < count) {
    return { ids: Array.from({ length: to - from + 1 }, (_, index) => from + index), count };
  }
  problems.push(`DISCORD_SHARDS is "${text}"; give auto, a number such as 4, or a part such as 0-3/16.`);
  return 'auto';
}

function portOf(text: string, problems: Problems): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  problems.push(`PORT is "${text}"; give a whole number from 0 to 65535 (0 picks a free one).`);
  return 8080;
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[], problems: Problems): T {
  const found = allowed.find((candidate) => candidate === text);
  if (found) return found;
  problems.push(`${name} is "${text}"; give one of ${allowed.join(', ')}.`);
  return allowed[0] as T;
}

function keyed<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value ? { [key]: value } : {}) as { [P in K]?: string };
}

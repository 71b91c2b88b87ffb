import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, loadConfig } from '../config.ts';
import { chatKey } from '../core/delivery.ts';
import type { SourceConfig } from '../core/edition.ts';
import type { Io } from './io.ts';

/** `npm run check`: validates the configuration and prints, redacted, what would run. */
export async function runCheck(args: string[], io: Io): Promise<number> {
  parseArgs({ args, options: {}, allowPositionals: false });
  const config = loadConfig(io.env, io.dir);
  io.stdout.write(`${describeConfig(config).join('\n')}\n`);
  return 0;
}

/** What would run, a line each, without any secret. */
export function describeConfig(config: Config): string[] {
  const openai = config.openai;
  return [
    'The configuration is right. This would run:',
    `  config     ${config.configDir}`,
    `  store      ${redactUrl(config.storeUrl)}`,
    `  role       ${config.role}`,
    `  web        http://${config.host}:${config.port}`,
    `  discord    ${config.discord ? `on${at(config.discord.apiUrl)}` : 'off (set DISCORD_TOKEN)'}`,
    `  telegram   ${config.telegram ? `on${at(config.telegram.apiRoot)}` : 'off (set TELEGRAM_TOKEN)'}`,
    `  operator   ${config.operatorChat ? `is told in ${chatKey(config.operatorChat)}` : 'is told nowhere (set OPERATOR_CHAT)'}`,
    `  writer     ${openai ? `openai, then extractive${at(openai.baseUrl)}` : 'extractive (no model; set OPENAI_API_KEY for one)'}`,
    `  lexicon    ${config.lexicon.aliases.length} names, ${config.lexicon.terms.length} terms`,
    `  topics     ${config.topics.map((topic) => topic.id).join(', ')}`,
    ...config.editions.flatMap((edition) => [
      `  edition    ${edition.id}${edition.id === config.defaultEdition ? ' (default)' : ''}: ${edition.languages.join(', ')}, ${edition.timezone}, built at ${edition.buildTime}`,
      ...edition.sources.map((source) => `             - ${describeSource(source, config)}`),
    ]),
  ];
}

function describeSource(source: SourceConfig, config: Config): string {
  const line = `${source.name} (${source.kind})`;
  if (source.kind === 'x' && !config.x) return `${line}: asleep, set X_BEARER_TOKEN`;
  if (source.kind === 'archive' && !source.path.includes('*') && !existsSync(source.path))
    return `${line}: ${source.path}`;
  return line;
}

function at(address: string | undefined): string {
  return address ? ` at ${redactUrl(address)}` : '';
}

/** An address without user, password and query. */
export function redactUrl(address: string): string {
  return address.replace(/:\/\/[^@/]*@/, '://[secret]@').replace(/\?.*$/, '');
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { secretsIn } from '../config/env.ts';
import { ConfigError, toReason, UserError } from '../core/errors.ts';
import { scrub } from '../lib/log.ts';

/** Where a verb reads its surroundings and writes its answer. */
export interface Io {
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  env: NodeJS.ProcessEnv;
  /** Folder that relative paths count from. */
  dir: string;
  clock: { now(): string };
}

/** Adds the settings of a `.env` file in the folder, where there is one; what is already set wins. */
export function readEnvFile(dir: string): void {
  const file = join(dir, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

export function createIo(): Io {
  readEnvFile(process.cwd());
  const clock = { now: () => new Date().toISOString() };
  return { stdout: process.stdout, stderr: process.stderr, env: process.env, dir: process.cwd(), clock };
}

/** Exit code 2 and the sentence itself for what the asker or operator can mend; 1 for all else. */
export function failWith(
  error: unknown,
  io: Pick<Io, 'stderr'>,
  secrets: readonly string[] = secretsIn(process.env),
): number {
  const { sentence, code } = toFailure(error);
  io.stderr.write(`${scrub(sentence, secrets)}\n`);
  return code;
}

function toFailure(error: unknown): { sentence: string; code: 1 | 2 } {
  if (error instanceof ConfigError) return { sentence: error.problems.join('\n'), code: 2 };
  if (error instanceof UserError) return { sentence: error.message, code: 2 };
  const isArguments = String((error as { code?: unknown })?.code ?? '').startsWith('ERR_PARSE_ARGS');
  if (isArguments) return { sentence: argumentSentence(error), code: 2 };
  return { sentence: `The run failed: ${toReason(error)}`, code: 1 };
}

/** Node's own wording names the option; its second sentence is about positionals and helps nobody here. */
function argumentSentence(error: unknown): string {
  const [first = ''] = toReason(error).split('. ');
  return `${first.replace(/\.$/, '')}; see the README for the options.`;
}

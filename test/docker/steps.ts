import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../tools/run.ts';

/**
 * Takes every step of the Dockerfile in clean folders, where no container engine is at hand: stages are folders,
 * COPY copies, RUN runs what needs no root. Prints what the image would hold besides its base.
 */
export interface Built {
  /** The last stage's working folder. */
  app: string;
  bytes: number;
  env: Record<string, string>;
  command: string[];
  health: string[];
}

export function buildInFolder(into: string): Built {
  const stages = new Map<string, string>();
  const env: Record<string, string> = {};
  let app = into;
  let command: string[] = [];
  let health: string[] = [];
  for (const { verb, rest } of instructions()) {
    if (verb === 'FROM') {
      const name = / AS (\w+)/i.exec(rest)?.[1] ?? 'last';
      app = join(into, name);
      stages.set(name, app);
      mkdirSync(app, { recursive: true });
    }
    if (verb === 'COPY') copy(rest, app, stages);
    if (verb === 'RUN' && rest.includes('npm')) run(rest, app);
    if (verb === 'ENV')
      for (const [, key = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) env[key] = value;
    if (verb === 'CMD') command = JSON.parse(rest);
    if (verb === 'HEALTHCHECK') health = JSON.parse(rest.slice(rest.indexOf('[')));
  }
  return { app, bytes: sizeOf(app), env, command, health };
}

export function instructions(): { verb: string; rest: string }[] {
  return readFileSync(join(root, 'Dockerfile'), 'utf8')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => ({ verb: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }));
}

function copy(rest: string, app: string, stages: ReadonlyMap<string, string>): void {
  const stage = /^--from=(\w+)\s+/.exec(rest)?.[1];
  const words = rest
    .replace(/^(--\S+\s+)+/, '')
    .trim()
    .split(/\s+/);
  const target = words.pop() ?? '.';
  for (const word of words) {
    const source = stage ? join(stages.get(stage) ?? '', word.replace(/^\/app\//, '')) : join(root, word);
    const name = target.endsWith('/') ? join(target, word.split('/').at(-1) ?? '') : target;
    cpSync(source, join(app, name), { recursive: true, verbatimSymlinks: true });
  }
}

function run(line: string, cwd: string): void {
  const env = { ...process.env, npm_config_prefer_offline: 'true' };
  const { status, stderr } = spawnSync('sh', ['-ec', line], { cwd, encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${line}: ${stderr}`);
}

function sizeOf(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

if (import.meta.main) {
  const dir = mkdtempSync(join(tmpdir(), 'broadsheet-image-'));
  try {
    const { bytes, app } = buildInFolder(dir);
    const parts = readdirSync(app).map((name) => `${name} ${(sizeOf(join(app, name)) / 1e6).toFixed(1)} MB`);
    process.stdout.write(`copied into the image: ${(bytes / 1e6).toFixed(1)} MB (${parts.join(', ')})\n`);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, waitForOutput } from '../tools/run.ts';

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

/** `link` takes the packages that are installed here instead of installing them anew. */
export function buildInFolder(into: string, packages: 'install' | 'link' = 'install'): Built {
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
    if (verb === 'RUN' && rest.includes('npm')) {
      if (packages === 'install') run(rest, app);
      else symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'));
    }
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

/** Starts the app as the image does, and resolves to the exit codes of its health check: running, then stopped. */
export async function checkHealth({ app, env, command, health }: Built, dataDir: string): Promise<number[]> {
  const port = String(await freePort());
  const inside = { ...env, DATA_DIR: dataDir, PORT: port, PATH: process.env.PATH ?? '', HOME: dataDir };
  const started = (words: readonly string[]) => {
    const [program = '', ...args] = words;
    const path = program === 'node' ? process.execPath : program;
    return spawn(path, args, { cwd: app, env: inside, stdio: ['ignore', 'pipe', 'ignore'] });
  };
  const healthCode = async () => (await once(started(health), 'close'))[0] as number;
  const bot = started(command);
  await waitForOutput(bot, /is running/);
  const running = await healthCode();
  bot.kill('SIGTERM');
  await once(bot, 'close');
  return [running, await healthCode()];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

if (import.meta.main) {
  const dir = mkdtempSync(join(tmpdir(), 'broadsheet-image-'));
  try {
    const built = buildInFolder(dir);
    const { bytes, app } = built;
    const parts = readdirSync(app).map((name) => `${name} ${(sizeOf(join(app, name)) / 1e6).toFixed(1)} MB`);
    const [running, stopped] = await checkHealth(built, join(dir, 'state'));
    process.stdout.write(`health check: ${running} while it runs, ${stopped} when it is stopped\n`);
    process.stdout.write(`copied into the image: ${(bytes / 1e6).toFixed(1)} MB (${parts.join(', ')})\n`);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config.ts';
import { openStore } from '../../src/stores/index.ts';
import { redisProgram, startRedis } from '../tools/redis-server.ts';
import { root } from '../tools/run.ts';
import { skipWithout } from '../tools/services.ts';
import { instructions } from './steps.ts';

interface Service {
  build?: string;
  image: string;
  user?: string;
  command?: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  healthcheck?: { test: string[] };
  tmpfs?: string[];
  volumes?: string[];
  networks?: string[];
  deploy?: { replicas: number };
  [key: string]: unknown;
}

interface Compose {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
  volumes: Record<string, unknown>;
  networks: Record<string, { internal?: boolean }>;
}

const compose = parse(readFileSync(join(root, 'compose.yaml'), 'utf8'), { merge: true }) as Compose;
const all = Object.entries(compose.services);
const ours = all.filter(([, service]) => service.build !== undefined);

let dir: string;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-compose-'));
  for (const name of Object.keys(compose.secrets)) writeFileSync(join(dir, name), `planted-${name}-secret`);
});
after(() => rmSync(dir, { recursive: true }));

test('there is Redis, one bot, one scheduler, two workers, all of the one image', () => {
  assert.deepEqual(Object.keys(compose.services).sort(), ['bot', 'redis', 'scheduler', 'worker']);
  const replicas = (name: string) => compose.services[name]?.deploy?.replicas ?? 1;
  assert.deepEqual(['bot', 'scheduler', 'worker'].map(replicas), [1, 1, 2]);
  assert.deepEqual([...new Set(ours.map(([, { build, image }]) => `${build} ${image}`))], ['. broadsheet']);
  assert.ok(existsSync(join(root, 'Dockerfile')));
  assert.ok(
    ours.every(([, { command }]) => command === undefined),
    'the image knows its command',
  );
});

test('the settings of every service are right, and each runs in its role on the shared store', () => {
  const known = readFileSync(join(root, '.env.example'), 'utf8');
  for (const [name, { environment = {}, secrets = [] }] of ours) {
    for (const variable of Object.keys(environment)) {
      const plain = variable.replace(/_FILE$/, '');
      assert.match(known, new RegExp(`^#?${plain}=`, 'm'), `${name}: ${variable} is in no list of settings`);
    }
    const named = Object.values(environment).filter((value) => value.startsWith('/run/secrets/'));
    assert.deepEqual(
      named.map((path) => path.replace('/run/secrets/', '')).sort(),
      [...secrets].sort(),
      name,
    );
    // What Compose makes of a variable that the operator's shell does not hold.
    const plain = (value: string) => value.replace(/^\$\{\w+:-\}$/, '').replace('/run/secrets', dir);
    const here = Object.entries(environment).map(([key, value]) => [key, plain(value)]);
    const config = loadConfig(Object.fromEntries(here), root);
    assert.equal(config.role, name);
    assert.equal(config.storeUrl, 'redis://redis:6379');
    assert.equal(config.discord?.token, name === 'scheduler' ? undefined : 'planted-discord_token-secret');
  }
});

test('no secret stands in the file itself, and each has a file of its own that is never committed', () => {
  for (const [name, { environment = {} }] of ours)
    for (const variable of Object.keys(environment)) assert.doesNotMatch(variable, /(TOKEN|KEY)$/, name);
  for (const { file } of Object.values(compose.secrets)) assert.match(file, /^\.\/secrets\/\w+$/);
  for (const list of ['.gitignore', '.dockerignore'])
    assert.match(readFileSync(join(root, list), 'utf8'), /^secrets\/?$/m, list);
});

for (const [name, service] of all) {
  test(`${name} may do little, and ends in peace`, () => {
    assert.ok(service.user && service.user !== 'root');
    assert.equal(service.read_only, true);
    assert.deepEqual(service.cap_drop, ['ALL']);
    assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
    assert.equal(service.init, true);
    assert.equal(service.stop_grace_period, '30s');
    assert.ok(Number(service.pids_limit) > 0);
    assert.match(String(service.mem_limit), /^\d+[mg]$/);
    assert.ok(service.tmpfs?.some((mount) => mount.startsWith('/tmp')));
    assert.equal(service.restart, 'unless-stopped');
    for (const network of service.networks ?? []) assert.ok(network in compose.networks, network);
    for (const volume of service.volumes ?? [])
      assert.ok((volume.split(':')[0] ?? '') in compose.volumes, volume);
    assert.ok((service.healthcheck?.test.length ?? 0) > 1);
  });
}

test('the image of a service is watched as the image itself says, and /data can be written in each', () => {
  const rest = instructions().findLast(({ verb }) => verb === 'HEALTHCHECK')?.rest ?? '';
  const own = JSON.parse(rest.slice(rest.indexOf('[')));
  for (const [name, { healthcheck, tmpfs = [], volumes = [], environment }] of ours) {
    // Compose reads `$$` as one dollar sign.
    const told = healthcheck?.test.map((word) => word.replaceAll('$$', () => '$'));
    assert.deepEqual(told, ['CMD', ...own], name);
    assert.equal(environment?.PORT, '8080');
    assert.ok(
      [...tmpfs, ...volumes].some((mount) => /(^|:)\/data(:|$)/.test(mount)),
      name,
    );
  }
});

test('only this machine reaches the page, and nothing outside reaches Redis', () => {
  for (const [name, { ports = [] }] of all) {
    for (const port of ports as string[]) assert.match(port, /^127\.0\.0\.1:/, name);
  }
  assert.deepEqual(compose.services.redis?.networks, ['inside']);
  assert.equal(compose.networks.inside?.internal, true);
});

test('Redis starts with its command, and the store finds nothing to warn of', {
  skip: skipWithout(redisProgram, 'redis-server'),
}, async () => {
  const [program, ...options] = compose.services.redis?.command ?? [];
  assert.equal(program, 'redis-server');
  const server = await startRedis(...options);
  const warnings: string[] = [];
  const store = await openStore(server.url, (sentence) => warnings.push(sentence));
  const settings = await Promise.all(
    ['appendonly', 'appendfsync', 'maxmemory-policy'].map((name) => server.tell('config', 'get', name)),
  );
  await store.close();
  await server.close();
  assert.deepEqual(warnings, []);
  assert.deepEqual(
    settings.map((found) => (Array.isArray(found) ? found[1] : Object.values(found as object)[0])),
    ['yes', 'always', 'noeviction'],
  );
});

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of an installed program, if any. */
export function findProgram(...names: string[]): string | undefined {
  const dirs = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => dirs.map((dir) => join(dir, name))).find((path) => existsSync(path));
}

/**
 * What `test({ skip })` takes for a service that may be missing: false when it is there, else the printed reason.
 * Where REQUIRE_SERVICES is set nothing may be missing, so the test runs and fails.
 */
export function skipWithout(program: string | undefined, name: string): false | string {
  if (program || process.env.REQUIRE_SERVICES) return false;
  return `${name} is not installed`;
}

/** Arguments of Chromium; without them a browser calls home at every start. */
export const quietArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

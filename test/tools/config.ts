import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/**
 * The shipped configuration without the sources that would reach outside: what runs in tests stays on this machine,
 * whatever the time of day makes due. Removed when the test process ends.
 */
export function copyConfig(from: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'broadsheet-config-'));
  cpSync(from, dir, { recursive: true });
  const file = join(dir, 'editions/twitter_ai.yaml');
  const edition = parse(readFileSync(file, 'utf8')) as { sources: { kind: string }[] };
  const sources = edition.sources.filter(({ kind }) => kind === 'archive');
  writeFileSync(file, stringify({ ...edition, sources }));
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

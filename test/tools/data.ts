import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Real posts, feeds and labelled sets that developers may keep beside the project: their texts belong to their
 * authors and are never part of it. BROADSHEET_DATA names the folder; what reads it skips where it is absent.
 */
const folder = process.env.BROADSHEET_DATA
  ? pathToFileURL(`${resolve(process.env.BROADSHEET_DATA)}/`)
  : new URL('../../../shared/data/', import.meta.url);

/** Path of a file or folder in the development data; undefined where it is absent. */
export function dataPath(name: string): string | undefined {
  const path = fileURLToPath(new URL(name, folder));
  return existsSync(path) ? path : undefined;
}

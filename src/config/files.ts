import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { toReason } from '../core/errors.ts';

/** Collects every problem of a load, so that an operator mends them in one go. */
export type Problems = string[];

/** One YAML file read through its schema; undefined when it is wrong, with each fault as a sentence in `problems`. */
export function readYaml<T>(path: string, schema: z.ZodType<T>, problems: Problems): T | undefined {
  const name = shownPath(path);
  const text = readText(path, problems);
  if (text === undefined) return undefined;
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    problems.push(...document.errors.map((error) => `${name}: ${firstLine(error.message)}.`));
    return undefined;
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.map((issue) => `${name}: ${issueSentence(issue)}.`));
  return undefined;
}

/** Every `*.yaml` of a folder by its name without the ending, in order of names. */
export function readYamlFolder<T>(
  dir: string,
  schema: z.ZodType<T>,
  problems: Problems,
): { id: string; file: string; value: T }[] {
  if (!existsSync(dir)) {
    problems.push(
      `${shownPath(dir)}: this folder is missing; make it or point CONFIG_DIR at a folder that has it.`,
    );
    return [];
  }
  const files = readdirSync(dir).filter((name) => /\.ya?ml$/.test(name));
  return files.sort().flatMap((name) => {
    const value = readYaml(join(dir, name), schema, problems);
    if (value === undefined) return [];
    return [{ id: basename(name).replace(/\.ya?ml$/, ''), file: shownPath(join(dir, name)), value }];
  });
}

/** The words of a one-a-line file; `#` starts a comment. */
export function readWords(path: string, problems: Problems): string[] {
  const text = readText(path, problems) ?? '';
  return text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** A path as people know it: relative to where they stand when it lies below. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}

function readText(path: string, problems: Problems): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    problems.push(
      `${shownPath(path)}: ${missing ? 'this file is missing' : `cannot be read (${toReason(error)})`}.`,
    );
    return undefined;
  }
}

function issueSentence(issue: z.core.$ZodIssue): string {
  const key = issue.path.length > 0 ? issue.path.join('.') : 'the whole file';
  if (issue.code === 'unrecognized_keys') {
    const where = issue.path.length > 0 ? `${key}: ` : '';
    return `${where}unknown key ${issue.keys.map((name) => `"${name}"`).join(', ')}; remove it or mend its spelling`;
  }
  return `${key}: ${lowerFirst(issue.message)}`;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? text).replace(/[:.]+$/, '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { CloudPicture, CloudRequest } from '../core/cloud.ts';
import { toReason, UserError } from '../core/errors.ts';
import type { Word } from '../core/report.ts';
import { drawCloud } from './draw.ts';

export interface CliStreams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

interface CloudArgs {
  words: string;
  out: string;
  placements?: string;
  request: Omit<CloudRequest, 'words'>;
}

/** Arguments and files that are wrong; the message is one sentence. */
class ArgumentError extends Error {}

/**
 * `cloud --words W.json --out C.png [--placements P.json] [--width N] [--height N] [--theme dark|light] [--seed S]`.
 * Resolves to the exit code: 0 done, 1 the run failed, 2 the arguments or the words are wrong.
 */
export async function runCloud(args: string[], io: CliStreams): Promise<number> {
  try {
    const parsed = readArgs(args);
    const words = readWords(parsed.words);
    const picture = await drawCloud({ ...parsed.request, words });
    writePicture(parsed, picture);
    io.stdout.write(`${describe(parsed, picture)}\n`);
    return 0;
  } catch (error) {
    io.stderr.write(`${toReason(error)}\n`);
    return error instanceof ArgumentError || error instanceof UserError ? 2 : 1;
  }
}

const usage =
  'npm run cloud -- --words W.json --out C.png [--placements P.json] [--width N] [--height N] [--theme dark|light] [--seed S]';

function readArgs(args: string[]): CloudArgs {
  const values = parseOptions(args);
  const { words, out, placements } = values;
  if (!words || !out) throw new ArgumentError(`Both --words and --out are needed: ${usage}`);
  return {
    words,
    out,
    ...(placements === undefined ? {} : { placements }),
    request: {
      width: readNumber('width', values.width, 1200),
      height: readNumber('height', values.height, 675),
      seed: readNumber('seed', values.seed, 1),
      theme: readTheme(values.theme),
      formats: [formatOf(out)],
    },
  };
}

const option = { type: 'string' } as const;

function parseOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        words: option,
        out: option,
        placements: option,
        width: option,
        height: option,
        theme: option,
        seed: option,
      },
    }).values;
  } catch (error) {
    throw new ArgumentError(`${toReason(error)}: ${usage}`);
  }
}

function readNumber(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isSafeInteger(number))
    throw new ArgumentError(`--${name} must be a whole number, not "${value}".`);
  return number;
}

function readTheme(value = 'light'): 'light' | 'dark' {
  if (value === 'light' || value === 'dark') return value;
  throw new ArgumentError(`--theme must be dark or light, not "${value}".`);
}

function formatOf(out: string): 'png' | 'jpeg' {
  if (/\.png$/i.test(out)) return 'png';
  if (/\.jpe?g$/i.test(out)) return 'jpeg';
  throw new ArgumentError(`--out must end in .png, .jpg or .jpeg, not "${out}".`);
}

function readWords(path: string): Word[] {
  const rows = parseJson(readText(path), path);
  if (!Array.isArray(rows))
    throw new ArgumentError(`${path} must hold an array of { "text", "weight", "group"? }.`);
  return rows.map((row, i) => readWord(row, `row ${i + 1} of ${path}`));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ArgumentError(`The words could not be read: ${toReason(error)}.`);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ArgumentError(`${path} is no JSON: ${toReason(error)}.`);
  }
}

/** A weight of null is what JSON makes of NaN: it is kept, so that the word is named as left out. */
function readWord(row: unknown, where: string): Word {
  const { text, weight, group } = Object(row) as Record<string, unknown>;
  if (typeof text !== 'string') throw new ArgumentError(`The text in ${where} must be a string.`);
  if (typeof weight !== 'number' && weight !== null)
    throw new ArgumentError(`The weight in ${where} must be a number.`);
  if (group !== undefined && group !== null && typeof group !== 'string') {
    throw new ArgumentError(`The group in ${where} must be a string.`);
  }
  return { text, weight: weight ?? Number.NaN, count: 0, ...(group ? { group } : {}) };
}

function writePicture({ out, placements }: CloudArgs, picture: CloudPicture): void {
  writeFileSync(out, picture.png ?? picture.jpeg ?? new Uint8Array(0));
  if (placements === undefined) return;
  const left = picture.left.map(({ text, reason }) => ({ text, placed: false, reason }));
  const rows = [...picture.placements, ...left].map((row) => JSON.stringify(row));
  writeFileSync(placements, `[\n${rows.join(',\n')}\n]\n`);
}

function describe({ out }: CloudArgs, { placements, left, width, height }: CloudPicture): string {
  const named = left
    .slice(0, 5)
    .map(({ text, reason }) => `${JSON.stringify(text.slice(0, 40))} (${reason})`);
  const more = left.length > named.length ? ` and ${left.length - named.length} more` : '';
  const missing = left.length === 0 ? '' : `; left out: ${named.join(', ')}${more}`;
  return `${out}: ${width} x ${height}, ${placements.length} words placed${missing}`;
}

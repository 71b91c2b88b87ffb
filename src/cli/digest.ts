import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keepPosts, recordOutcomes } from '../app/collect.ts';
import { createDesk, type FullDesk, namesOf } from '../app/desk.ts';
import type { Line } from '../app/line.ts';
import { postsPerDay, readArchives } from '../app/memory.ts';
import { topicsOf } from '../app/topics.ts';
import { type Config, loadConfig } from '../config.ts';
import { checkDays, findEdition, findTopic, nearestDays, parseDays } from '../core/asking.ts';
import type { DigestWant } from '../core/command.ts';
import { composeDigest } from '../core/compose.ts';
import type { Edition } from '../core/edition.ts';
import { UserError } from '../core/errors.ts';
import { fileNames } from '../core/naming.ts';
import type { Post } from '../core/post.ts';
import type { Report, SourceOutcome } from '../core/report.ts';
import { dayOf, type Window, windowInstants } from '../core/window.ts';
import { renderText } from '../platforms/console.ts';
import { readPostsFile } from '../sources/archive.ts';
import { wireLine } from '../wire.ts';
import type { Io } from './io.ts';
import { createProgressBar } from './progress.ts';

const options = {
  edition: { type: 'string' },
  date: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  topic: { type: 'string' },
  lang: { type: 'string' },
  posts: { type: 'string', multiple: true },
  writer: { type: 'string' },
  out: { type: 'string' },
  save: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

type Flags = ReturnType<typeof parseFlags>;

interface PostsFile {
  name: string;
  posts: Post[];
  problems: string[];
}

/** `npm run digest`: builds one report, writes its files, prints its summary. Resolves to the exit code. */
export async function runDigest(args: string[], io: Io): Promise<number> {
  const flags = parseFlags(args);
  const config = loadConfig(io.env, io.dir);
  const edition = chooseEdition(flags, config);
  const writer = chooseWriter(flags.writer, config);
  const days = chosenDays(flags, edition, io);
  const files = await readFiles(flags.posts, io);
  const inMemory = (files.length > 0 || edition.sample) && !flags.save;
  const { line, close } = await wireLine({
    config: { ...config, logLevel: io.env.LOG_LEVEL ? config.logLevel : 'error' },
    clock: io.clock,
    ...(inMemory && { storeUrl: 'sqlite::memory:' }),
    ...(writer && { writer }),
  });
  try {
    const desk = createDesk({ line, commands: [] });
    const want = await wantOf({ flags, edition, days, files, line, io });
    const report = await build(desk, want, flags, io);
    await writeAnswer(desk, line, report, flags, io);
    return 0;
  } finally {
    await close();
  }
}

/** `--posts` takes all paths that follow it, as a shell spells `*.ndjson`. */
function parseFlags(args: string[]) {
  const spread: string[] = [];
  let afterPosts = false;
  for (const arg of args) {
    if (arg.startsWith('-')) afterPosts = arg === '--posts';
    else if (afterPosts && spread.at(-1) !== '--posts') spread.push('--posts');
    spread.push(arg);
  }
  return parseArgs({ args: spread, options, allowPositionals: false }).values;
}

function chooseEdition(flags: Flags, config: Config): Edition {
  const real = config.editions.find((edition) => !edition.sample);
  const name = flags.edition ?? (flags.posts && real ? real.id : config.defaultEdition);
  const edition = findEdition(name, config.editions);
  if (edition) return edition;
  const known = config.editions.map((candidate) => candidate.id).join(', ');
  throw new UserError(`There is no edition "${name}"; use one of ${known}.`);
}

function chooseWriter(name: string | undefined, config: Config): 'extractive' | 'openai' | undefined {
  if (name === undefined || name === 'extractive') return name;
  if (name !== 'openai') throw new UserError(`There is no writer "${name}"; use extractive or openai.`);
  if (config.openai) return name;
  throw new UserError('The writer openai needs a key; set OPENAI_API_KEY, or use --writer extractive.');
}

function chosenDays(
  flags: Flags,
  edition: Edition,
  io: Io,
): { firstDay: string; lastDay: string } | undefined {
  const context = { today: dayOf(io.clock.now(), edition.timezone), language: 'en' };
  const day = (text: string, flag: string) => {
    const days = parseDays(text, context);
    if (!days) throw new UserError(`--${flag} "${text}" is not a date; write it like 2025-12-27.`);
    return days;
  };
  if (flags.date && (flags.from || flags.to))
    throw new UserError('Give either --date or --from and --to, not both.');
  if (flags.date) return day(flags.date, 'date');
  if (!flags.from && !flags.to) return undefined;
  if (!flags.from || !flags.to) throw new UserError('--from and --to belong together; give both.');
  return checkDays(
    { firstDay: day(flags.from, 'from').firstDay, lastDay: day(flags.to, 'to').lastDay },
    context,
  );
}

async function readFiles(paths: string[] | undefined, io: Io): Promise<PostsFile[]> {
  const files: PostsFile[] = [];
  for (const path of paths ?? []) {
    const { posts, problems } = await readPostsFile(resolve(io.dir, path));
    files.push({ name: basename(path), posts, problems });
    for (const problem of problems) io.stderr.write(`${problem}\n`);
  }
  return files;
}

interface WantInput {
  flags: Flags;
  edition: Edition;
  days: { firstDay: string; lastDay: string } | undefined;
  files: PostsFile[];
  line: Line;
  io: Io;
}

async function wantOf({ flags, edition, days, files, line, io }: WantInput): Promise<DigestWant> {
  const posts = files.flatMap((file) => file.posts);
  await keepPosts(line, edition, posts);
  const window = await windowOf(line, edition, days, files, io);
  if (files.length > 0)
    await recordOutcomes(
      line,
      edition,
      window,
      files.map((file) => outcomeOf(file, window)),
      problemCount(files),
    );
  const language = flags.lang ?? edition.languages[0] ?? 'en';
  const known = [...new Set(['zh', 'en', ...edition.languages])];
  if (!known.includes(language))
    throw new UserError(`--lang is "${language}"; use one of ${known.join(', ')}.`);
  return { edition: edition.id, language, window, ...topicWant(flags.topic, edition, line) };
}

function topicWant(words: string | undefined, edition: Edition, line: Line): Pick<DigestWant, 'topic'> {
  if (!words?.trim()) return {};
  const topic = findTopic(words, topicsOf(line, edition));
  return { topic: topic ? { id: topic.id } : { words: words.trim() } };
}

/** The days asked for; else the newest full day of the posts at hand, else today. */
async function windowOf(
  line: Line,
  edition: Edition,
  days: WantInput['days'],
  files: PostsFile[],
  io: Io,
): Promise<Window> {
  const { timezone } = edition;
  const today = dayOf(io.clock.now(), timezone);
  if (files.length === 0 && edition.sample) await readArchives(line, edition);
  const counts = await postsPerDay(line, edition);
  const live = files.length === 0 && !edition.sample;
  if (!days) {
    const day = (live ? undefined : newestFullDay(counts, today)) ?? today;
    tellOtherDays(day, files, counts, io);
    return { firstDay: day, lastDay: day, timezone };
  }
  if (!live && counts.size > 0) checkHasPosts(days, [...counts.keys()], edition);
  return { ...days, timezone };
}

/**
 * The newest day with at least half as many posts as the fullest: a file of one UTC day spills some hours
 * into the next local day, and those alone are no day.
 */
function newestFullDay(counts: Map<string, number>, today: string): string | undefined {
  const past = [...counts].filter(([day]) => day <= today);
  const most = Math.max(0, ...past.map(([, count]) => count));
  return past.filter(([, count]) => count * 2 >= most).at(-1)?.[0];
}

/** Posts of files that fall outside the chosen day are not lost in silence. */
function tellOtherDays(day: string, files: PostsFile[], counts: Map<string, number>, io: Io): void {
  const others = [...counts].filter(([other]) => other !== day).reduce((sum, [, count]) => sum + count, 0);
  if (files.length === 0 || others === 0) return;
  io.stderr.write(
    `Building ${day}; ${others} posts of other days serve as memory. Choose days with --date or --from and --to.\n`,
  );
}

function checkHasPosts(days: { firstDay: string; lastDay: string }, known: string[], edition: Edition): void {
  if (known.some((day) => day >= days.firstDay && day <= days.lastDay)) return;
  const near = nearestDays(days.firstDay, known, 3).sort().join(', ');
  const when = days.firstDay === days.lastDay ? days.firstDay : `${days.firstDay} to ${days.lastDay}`;
  throw new UserError(
    `No post at hand falls on ${when} (${edition.timezone}); the nearest days are ${near}.`,
  );
}

function outcomeOf(file: PostsFile, window: Window): SourceOutcome {
  const { from, to } = windowInstants(window);
  const posts = file.posts.filter((post) => post.createdAt >= from && post.createdAt < to).length;
  const broken = file.problems.length;
  return {
    name: file.name,
    status: posts > 0 ? 'ok' : 'empty',
    posts,
    ...(broken > 0 && { error: `${broken} rows could not be read` }),
  };
}

function problemCount(files: PostsFile[]): number {
  return files.reduce((sum, file) => sum + file.problems.length, 0);
}

async function build(desk: FullDesk, want: DigestWant, flags: Flags, io: Io): Promise<Report> {
  const bar = createProgressBar(io.stderr);
  try {
    return await desk.reports.build(want, { progress: bar.step, save: flags.save === true });
  } finally {
    bar.done();
  }
}

async function writeAnswer(desk: FullDesk, line: Line, report: Report, flags: Flags, io: Io): Promise<void> {
  const dir = resolve(io.dir, flags.out ?? 'out');
  const jpeg = await desk.pictures.ofReport(report, 'jpeg');
  const png = await desk.pictures.ofReport(report, 'png');
  const failed = report.words.length > 0 && !png ? { pictureError: 'the drawing failed' } : {};
  const told: Report = { ...report, coverage: { ...report.coverage, ...failed } };
  const document = desk.document(told);
  const { base, cloud } = fileNames(report);
  const written = [
    writeFile(dir, document.name, document.text),
    writeFile(dir, `${base}.json`, `${JSON.stringify(told, null, 2)}\n`),
    ...(jpeg ? [writeFile(dir, `${cloud}.jpg`, jpeg.bytes)] : []),
    ...(png ? [writeFile(dir, `${cloud}.png`, png.bytes)] : []),
  ];
  if (flags.json) {
    io.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
    return;
  }
  const message = composeDigest(told, { length: 'short', names: namesOf(line, told) });
  const paths = written.map((path) => relative(io.dir, path) || path);
  io.stdout.write(
    `${renderText(message, { isTerminal: io.stdout.isTTY === true })}\n\n${paths.join('\n')}\n`,
  );
}

/** Whole or not at all: written beside its place, then renamed. */
function writeFile(dir: string, name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  try {
    mkdirSync(dir, { recursive: true });
    writeFileSync(`${path}.part`, content);
    renameSync(`${path}.part`, path);
  } catch (error) {
    throw new UserError(
      `${path} cannot be written (${(error as Error).message}); choose another folder with --out.`,
    );
  }
  return path;
}

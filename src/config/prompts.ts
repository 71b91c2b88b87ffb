import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Prompt, Prompts } from '../core/model.ts';
import { type Problems, shownPath } from './files.ts';

const needed: Record<'write' | 'repair' | 'shape', string[]> = {
  write: ['language', 'style', 'sections', 'fence'],
  repair: ['language', 'style', 'fence'],
  shape: ['schema'],
};

/** The prompts of `config/prompts/`: `write.md`, `repair.md`, `shape.md` and one `language.<tag>.md` a language. */
export function loadPrompts(dir: string, problems: Problems): Prompts {
  const read = (name: keyof typeof needed) => readPrompt(join(dir, `${name}.md`), needed[name], problems);
  const prompts = { write: read('write'), repair: read('repair'), shape: read('shape') };
  const languages = languagePrompts(dir, problems);
  if (!languages.other) problems.push(`${shownPath(join(dir, 'language.other.md'))}: this file is missing.`);
  return { ...prompts, languages };
}

function languagePrompts(dir: string, problems: Problems): Record<string, Prompt> {
  const files = existsSync(dir) ? readdirSync(dir).sort() : [];
  const tagged = files.flatMap((file) => {
    const tag = /^language\.([\w-]+)\.md$/.exec(file)?.[1];
    return tag ? [[tag, readPrompt(join(dir, file), [], problems)] as const] : [];
  });
  return Object.fromEntries(tagged);
}

/** A prompt file opens with `version: …`; the rest is text in which `{{name}}` stands for what code fills in. */
function readPrompt(path: string, places: readonly string[], problems: Problems): Prompt {
  const text = readText(path, problems);
  const match = /^version: *(\S[^\n]*)\n+/.exec(text);
  if (text !== '' && !match)
    problems.push(`${shownPath(path)}: the first line must give the version, such as "version: write 1".`);
  for (const place of places.filter((name) => text !== '' && !text.includes(`{{${name}}}`)))
    problems.push(`${shownPath(path)}: {{${place}}} is missing; put it back where it belongs.`);
  return { version: match?.[1]?.trim() ?? '', text: text.slice(match?.[0].length ?? 0).trim() };
}

function readText(path: string, problems: Problems): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r\n/g, '\n');
  } catch {
    problems.push(`${shownPath(path)}: this file is missing or cannot be read.`);
    return '';
  }
}

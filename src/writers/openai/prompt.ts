import type { WriteRequest } from '../../core/draft.ts';
import type { Prompt, Prompts } from '../../core/model.ts';
import { evidenceLines, fenced } from './evidence.ts';

/** Puts values into the `{{places}}` of a prompt; a place without a value stays empty. Blank lines are joined. */
export function fill(text: string, places: Readonly<Record<string, string>>): string {
  return text
    .replace(/\{\{(\w+)\}\}/g, (_, name: string) => places[name] ?? '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

export interface Prompted {
  system: string;
  user: string;
  /** Versions of the prompts in it. */
  used: string[];
}

/** The question for a whole report. */
export function writePrompt(prompts: Prompts, request: WriteRequest, fence: string): Prompted {
  const sections = request.sections
    .map(({ id, title }) => `- \`analysis:${id}\`: what the day's posts mean for ${title}`)
    .join('\n');
  return compose(prompts, prompts.write, evidenceLines(request.pack), {
    ...spoken(prompts, request.language),
    sections,
    fence,
  });
}

/** The question for claims that failed. */
export function repairPrompt(prompts: Prompts, lines: string, language: string, fence: string): Prompted {
  return compose(prompts, prompts.repair, lines, { ...spoken(prompts, language), fence });
}

/** What stands below a line of three dashes comes after the data: last words are heeded best. */
function compose(
  prompts: Prompts,
  prompt: Prompt,
  lines: string,
  places: Record<string, string> & { fence: string; language: string },
): Prompted {
  const [before = '', after = ''] = prompt.text.split(/\n+---\n+/);
  const end = fill(after, places);
  const data = fenced(lines, places.fence);
  return {
    system: fill(before, places),
    user: end === '' ? data : `${data}\n\n${end}`,
    used: [prompt.version, stylePrompt(prompts, places.tag ?? '').version],
  };
}

function spoken(prompts: Prompts, language: string): { language: string; style: string; tag: string } {
  return { language: nameOf(language), style: stylePrompt(prompts, language).text, tag: language };
}

function stylePrompt({ languages }: Prompts, language: string): Prompt {
  const primary = language.split('-')[0] ?? language;
  return languages[language] ?? languages[primary] ?? languages.other ?? { version: '', text: '' };
}

/** `Chinese (中文)`: the name that the prompt is written in, and the language's own. */
function nameOf(language: string): string {
  const name = (locale: string) => new Intl.DisplayNames([locale], { type: 'language' }).of(language);
  try {
    const [own, english] = [name(language), name('en')];
    return own === english ? `${english}` : `${english} (${own})`;
  } catch {
    return language;
  }
}

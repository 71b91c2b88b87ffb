import { join } from 'node:path';
import { type Environment, readSettings, type Settings } from './config/env.ts';
import { type Problems, readWords, readYaml, readYamlFolder } from './config/files.ts';
import { loadPrompts } from './config/prompts.ts';
import {
  aliasesSchema,
  cuesSchema,
  editionSchema,
  modelsSchema,
  termsSchema,
  topicSchema,
} from './config/schemas.ts';
import { type CueKind, cueKinds, type Edition, type Lexicon, type Topic } from './core/edition.ts';
import { ConfigError } from './core/errors.ts';
import type { ModelTable, Prompts } from './core/model.ts';

/** Everything an operator decides, validated. */
export interface Config extends Settings {
  editions: Edition[];
  topics: Topic[];
  lexicon: Lexicon;
  models: ModelTable;
  prompts: Prompts;
  /** Edition that holds where none is named: the first real one that has a token to read with, else the sample. */
  defaultEdition: string;
}

/**
 * Reads the environment and the files of the config folder.
 * Throws one `ConfigError` that lists every problem in sentences that name file and key.
 */
export function loadConfig(env: Environment, dir: string): Config {
  const problems: Problems = [];
  const settings = readSettings(env, dir, problems);
  const topics = loadTopics(settings.configDir, problems);
  const editions = loadEditions(settings.configDir, topics, problems);
  const lexicon = loadLexicon(join(settings.configDir, 'lexicon'), problems);
  const models = readYaml(join(settings.configDir, 'models.yaml'), modelsSchema, problems);
  const prompts = loadPrompts(join(settings.configDir, 'prompts'), problems);
  if (problems.length > 0 || !models) throw new ConfigError(problems);
  const chosen = defaultEdition(editions, settings);
  return { ...settings, editions, topics, lexicon, models, prompts, defaultEdition: chosen };
}

/** The bundled lexicon alone, for tools that need no editions. */
export function loadLexicon(dir: string, problems: Problems): Lexicon {
  return {
    aliases: readYaml(join(dir, 'aliases.yaml'), aliasesSchema, problems) ?? [],
    terms: readYaml(join(dir, 'terms.yaml'), termsSchema, problems) ?? [],
    cues: readYaml(join(dir, 'cues.yaml'), cuesSchema, problems) ?? noCues(),
    stopWords: {
      en: readWords(join(dir, 'stop-words.en.txt'), problems),
      zh: readWords(join(dir, 'stop-words.zh.txt'), problems),
    },
  };
}

export function loadTopics(configDir: string, problems: Problems): Topic[] {
  const found = readYamlFolder(join(configDir, 'topics'), topicSchema, problems);
  const owner = new Map<string, string>();
  for (const { id, file, value } of found) {
    for (const word of value.ask.map((text) => text.toLowerCase())) {
      const other = owner.get(word);
      if (other)
        problems.push(`${file}: ask: "${word}" already asks for the topic ${other}; keep it in one of them.`);
      owner.set(word, id);
    }
  }
  return found.map(({ id, value }) => ({ id, ...value }));
}

function loadEditions(configDir: string, topics: Topic[], problems: Problems): Edition[] {
  const found = readYamlFolder(join(configDir, 'editions'), editionSchema, problems);
  if (found.length === 0 && problems.length === 0)
    problems.push(`${join(configDir, 'editions')}: no edition here; add one YAML file.`);
  const known = new Set(topics.map((topic) => topic.id));
  for (const { file, value } of found) problems.push(...editionProblems(file, value, known));
  return found.map(({ id, value }) => ({ id, ...value }));
}

function editionProblems(file: string, edition: Omit<Edition, 'id'>, known: Set<string>): string[] {
  const missing = (key: string, ids: string[]) =>
    ids
      .filter((id) => !known.has(id))
      .map((id) => `${file}: ${key}: no topic "${id}" in config/topics; add ${id}.yaml or remove the word.`);
  const names = edition.sources.map((source) => source.name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...missing('topics', edition.topics),
    ...edition.sections.flatMap((section, index) => missing(`sections.${index}.topics`, section.topics)),
    ...twice.map((name) => `${file}: sources: two sources are named "${name}"; give each its own name.`),
  ];
}

function defaultEdition(editions: Edition[], settings: Settings): string {
  const readable = editions.find(
    (edition) => !edition.sample && edition.sources.some((source) => source.kind === 'x') && settings.x,
  );
  const chosen = readable ?? editions.find((edition) => edition.sample) ?? editions[0];
  if (!chosen) throw new ConfigError(['config/editions: no edition here; add one YAML file.']);
  return chosen.id;
}

function noCues(): Lexicon['cues'] {
  return Object.fromEntries(cueKinds.map((kind) => [kind, { en: [], zh: [] }])) as unknown as Record<
    CueKind,
    { en: string[]; zh: string[] }
  >;
}

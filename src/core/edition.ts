import type { Bilingual, Language } from './language.ts';

/** One section of the special analyses, fed by the stories of its topics. */
export interface Section {
  id: string;
  names: Bilingual;
  topics: string[];
}

/** Where an edition's posts come from; `kind` names an entry of the source registry. */
export type SourceConfig =
  | { kind: 'archive'; name: string; path: string; watch?: boolean | undefined }
  | { kind: 'feed'; name: string; url: string; allowPrivate?: boolean | undefined }
  | { kind: 'x'; name: string; list?: string; user?: string; search?: string; maxPostsPerDay?: number }
  | { kind: 'bluesky'; name: string; author?: string; list?: string; feed?: string; search?: string };

/** One report family: its sources, sections, languages, time zone and build time. */
export interface Edition {
  id: string;
  title: Bilingual;
  timezone: string;
  /** Local time at which a day's report is built, `HH:MM`. */
  buildTime: string;
  languages: Language[];
  sections: Section[];
  /** Topic ids that belong to this edition; all topics when left out. */
  topics: string[];
  sources: SourceConfig[];
  /** Days for which posts are kept; 0 or absent: for ever. */
  keepPostsDays?: number;
  writer: 'auto' | 'extractive' | 'openai';
  /** US dollars that models may cost on one local day: above `softUsd` reports say so, at `hardUsd` none is asked. */
  budget?: Budget;
  /** Where each day's report is written besides. */
  publish?: Publish | undefined;
  /** The posts are invented: said wherever they are shown. */
  sample: boolean;
}

export interface Publish {
  /** Folder of a Jekyll site, absolute or relative to the working folder. */
  jekyll?: string | undefined;
}

export interface Budget {
  softUsd?: number | undefined;
  hardUsd?: number | undefined;
}

/** A slice that people can ask for. */
export interface Topic {
  id: string;
  names: Bilingual;
  /** Further words that people type for it. */
  ask: string[];
  /** Lower-case match terms per language. */
  terms: { en: string[]; zh: string[] };
}

/** One thing with all its surface forms. */
export interface Alias {
  id: string;
  kind: string;
  en: string;
  zh: string;
  also: string[];
}

/** A word of the trade; zh forms double as the segmenter's dictionary. */
export interface Term {
  id: string;
  group: string;
  en: string;
  zh: string;
  also: string[];
}

export const cueKinds = [
  'event',
  'opinion',
  'rumour',
  'hedge',
  'promotion',
  'greeting',
  'personal',
  'instruction',
  'relation',
  'negation',
  'gravity',
] as const;
export type CueKind = (typeof cueKinds)[number];

/** What an editor teaches the engine: plain data, structured-clone safe, so that it travels into workers. */
export interface Lexicon {
  aliases: Alias[];
  terms: Term[];
  stopWords: { en: string[]; zh: string[] };
  cues: Record<CueKind, { en: string[]; zh: string[] }>;
}

import type { Ask, Progress, Suggestion } from './ask.ts';
import type { Edition, Topic } from './edition.ts';
import type { Bilingual, Language } from './language.ts';
import type { Message, Picture } from './message.ts';
import type { Report } from './report.ts';
import type { Window } from './window.ts';

/** What a command may ask of the bot; `src/app.ts` fills it. */
export interface Desk {
  /** ISO instant. */
  now(): string;
  editions(): Edition[];
  topics(edition: string): Topic[];
  commands(): Command[];
  /** Edition, language and time zone that hold for the asker. */
  place(ask: Ask): Promise<Place>;
  /** The archived report, or one built now; undefined when there is nothing to build it from. */
  digest(want: DigestWant, progress?: Progress): Promise<Report | undefined>;
  /** The word cloud of a report; undefined when it could not be drawn. */
  picture(report: Report): Promise<Picture | undefined>;
  /** The report as a Markdown document. */
  document(report: Report): { name: string; text: string };
  /** Local days that can be answered, newest first. */
  days(edition: string): Promise<string[]>;
  /** Where the web page shows the report, when there is one. */
  reportUrl(report: Report): string | undefined;
}

/** Where a question is asked from. */
export interface Place {
  edition: Edition;
  language: Language;
  timezone: string;
}

export interface DigestWant {
  edition: string;
  language: Language;
  window: Window;
  /** A topic of the configuration, or free words. */
  topic?: { id: string } | { words: string };
}

export interface CommandOption {
  /** 1-32 lower-case letters. */
  name: string;
  names: Bilingual;
  description: Bilingual;
  required?: boolean;
  suggest?(ask: Ask, desk: Desk): Promise<Suggestion[]>;
}

/** One thing that people can say to the bot: returns data, never markup. */
export interface Command {
  /** 1-32 lower-case letters, digits, underscores: fits both platforms. */
  name: string;
  description: Bilingual;
  /** Examples for /help, in both languages. */
  examples: Bilingual[];
  options: CommandOption[];
  /** Only for people who may manage the chat. */
  manage?: boolean;
  /** May take long and cost: platforms defer, the bot limits its rate. */
  costly?: boolean;
  run(ask: Ask, desk: Desk, progress?: Progress): Promise<Message>;
}

import { z } from 'zod';
import { cueKinds } from '../core/edition.ts';

/**
 * What operators may write in `config/`. One schema a kind of file: `npm run schema` turns them into
 * JSON Schema, so that editors complete and check the YAML while it is written.
 */

const id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'use 1-32 lower-case letters, digits, - and _');
const words = z.array(z.string().min(1));
const bilingual = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM, such as "07:30"');
const timezone = z.string().refine(isTimezone, { error: 'use an IANA time zone, such as Asia/Shanghai' });
const dollars = z.number().nonnegative();
const feedUrl = z.url({ protocol: /^https?$/, error: 'use an http or https address' });

const archiveSource = z.strictObject({
  kind: z.literal('archive'),
  name: id,
  path: z
    .string()
    .min(1)
    .describe('file or pattern, relative to the config folder; with watch a folder, relative to DATA_DIR'),
  watch: z
    .boolean()
    .optional()
    .describe(
      'files put into the folder are read once, within a minute, and moved to done/ or failed/ in it',
    ),
});
const feedSource = z
  .strictObject({
    kind: z.literal('feed'),
    name: id,
    url: feedUrl,
    allowPrivate: z
      .boolean()
      .optional()
      .describe('read it although its host is private or its port unusual, as of an RSSHub of your own'),
  })
  .refine(({ url, allowPrivate }) => allowPrivate || !isPrivateUrl(url), {
    path: ['url'],
    error: ({ input }) =>
      `the host ${hostOf(input)} is private or its port unusual; add allowPrivate: true if the feed is your own`,
  });
const xSource = z.strictObject({
  kind: z.literal('x'),
  name: id,
  list: z.string().min(1).optional().describe('list id'),
  user: z.string().min(1).optional().describe('handle without @'),
  search: z.string().min(1).optional().describe('recent-search query'),
  maxPostsPerDay: z.int().positive().optional().describe('cap on posts read a day, since X bills by post'),
});
const blueskySource = z.strictObject({
  kind: z.literal('bluesky'),
  name: id,
  author: z.string().min(1).optional().describe('handle'),
  list: z.string().min(1).optional().describe('at:// address of a list'),
  feed: z.string().min(1).optional().describe('at:// address of a feed generator'),
  search: z.string().min(1).optional(),
});

export const sourceSchema = z
  .discriminatedUnion('kind', [archiveSource, feedSource, xSource, blueskySource])
  .refine((source) => targetsOf(source).length === 1, {
    error: 'name exactly one of list, user, author, feed, search',
  });

/** `config/editions/<id>.yaml` */
export const editionSchema = z.strictObject({
  title: bilingual,
  timezone,
  buildTime: localTime.default('20:00').describe('local time at which the day is built'),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'use language tags such as zh, en'))
    .min(1),
  sections: z.array(z.strictObject({ id, names: bilingual, topics: z.array(id).min(1) })).default([]),
  topics: z.array(id).default([]).describe('topics of this edition; all when left out'),
  sources: z.array(sourceSchema).min(1),
  keepPostsDays: z
    .int()
    .nonnegative()
    .default(400)
    .describe('days for which posts are kept, 0 for ever; reports stay in any case'),
  writer: z.enum(['auto', 'extractive', 'openai']).default('auto'),
  budget: z
    .strictObject({ softUsd: dollars.optional(), hardUsd: dollars.optional() })
    .refine(({ softUsd, hardUsd }) => softUsd === undefined || hardUsd === undefined || softUsd <= hardUsd, {
      error: 'softUsd must not be above hardUsd',
    })
    .optional()
    .describe(
      'US dollars for language models a local day: said in the report from softUsd on, none asked at hardUsd',
    ),
  publish: z
    .strictObject({
      jekyll: z.string().min(1).optional().describe("folder of a site, relative to the bot's"),
    })
    .optional()
    .describe("where each day's post and picture are written, once"),
  sample: z.boolean().default(false).describe('the posts are invented and marked so wherever they are shown'),
});

/** `config/topics/<id>.yaml` */
export const topicSchema = z.strictObject({
  names: bilingual,
  ask: words.default([]).describe('further words that people type for the topic'),
  terms: z.strictObject({ en: words.default([]), zh: words.default([]) }),
});

const price = z.strictObject({
  input: dollars.describe('US dollars per million tokens sent'),
  output: dollars.describe('US dollars per million tokens answered'),
});

/** `config/models.yaml` */
export const modelsSchema = z.strictObject({
  model: z.string().min(1).describe('the model where OPENAI_MODEL names none'),
  maxAnswerTokens: z.int().positive().default(16_000).describe('tokens an answer may take, thought included'),
  timeoutSeconds: z.int().positive().default(270).describe('for all requests of one report'),
  default: price.describe('for models that the table does not name'),
  prices: z.record(z.string(), price).default({}),
});

/** `config/lexicon/aliases.yaml` */
export const aliasesSchema = z.array(
  z.strictObject({
    id: z.string().min(1),
    kind: z.string().min(1),
    en: z.string(),
    zh: z.string(),
    also: words.default([]),
  }),
);

/** `config/lexicon/terms.yaml` */
export const termsSchema = z.array(
  z.strictObject({
    id: z.string().min(1),
    group: z.string().min(1),
    en: z.string(),
    zh: z.string(),
    also: words.default([]),
  }),
);

/** `config/lexicon/cues.yaml` */
export const cuesSchema = z.strictObject(
  Object.fromEntries(cueKinds.map((kind) => [kind, z.strictObject({ en: words, zh: words })])) as Record<
    (typeof cueKinds)[number],
    z.ZodObject<{ en: typeof words; zh: typeof words }>
  >,
);

export const yamlSchemas = {
  edition: editionSchema,
  topic: topicSchema,
  models: modelsSchema,
  aliases: aliasesSchema,
  terms: termsSchema,
  cues: cuesSchema,
};

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Said before anything starts; what a name resolves to is checked when it is dialled. */
function isPrivateUrl(text: string): boolean {
  const url = URL.parse(text);
  if (!url) return false;
  const { hostname, port } = url;
  if (!['', '80', '443'].includes(port)) return true;
  if (/^\[(?:::|f[c-f])/.test(hostname)) return true;
  return !hostname.startsWith('[') && (!hostname.includes('.') || privateHost.test(hostname));
}

const privateHost =
  /^(?:0|10|127)\.[\d.]+$|^(?:169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$|\.(?:local|localhost|internal|lan|home\.arpa)\.?$/;

function hostOf(source: unknown): string {
  const { url } = source as { url?: string };
  return URL.parse(url ?? '')?.host ?? '';
}

/** The keys by which a source says what it reads; an archive and a feed have one by their shape. */
function targetsOf(source: { kind: string }): string[] {
  if (source.kind === 'archive' || source.kind === 'feed') return [source.kind];
  return ['list', 'user', 'author', 'feed', 'search'].filter((key) => key in source);
}

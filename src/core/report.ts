import { z } from 'zod';

/**
 * The Report: the one public, versioned shape that `--json`, the web and the archive share.
 * The schema is the contract; the types are read off it.
 */

export const citeSchema = z.object({
  postId: z.string(),
  url: z.string(),
  author: z.string(),
  /** Verbatim words of the cited post that carry the claim. */
  quote: z.string(),
});
export type Cite = z.infer<typeof citeSchema>;

export const factKinds = ['money', 'percent', 'count', 'times', 'date', 'version', 'name'] as const;
export type FactKind = (typeof factKinds)[number];

export const factSchema = z.object({
  kind: z.enum(factKinds),
  /** Canonical value: a number for quantities, an ISO date, a lower-case version, an alias id for names. */
  value: z.union([z.number(), z.string()]),
  /** Currency code for money (`USD`, `CNY`), the counted noun or unit for counts. */
  unit: z.string().optional(),
  /** The words as they stand in the text. */
  raw: z.string(),
});
export type Fact = z.infer<typeof factSchema>;

export const stances = ['fact', 'claim', 'rumour', 'opinion'] as const;
export type Stance = (typeof stances)[number];

export const claimSchema = z.object({
  id: z.string(),
  text: z.string(),
  storyId: z.string(),
  cites: z.array(citeSchema).min(1),
  stance: z.enum(stances),
  facts: z.array(factSchema),
  /** The text's own language where it differs from the report's: the claim is then a quotation as it stands. */
  language: z.string().optional(),
});
export type Claim = z.infer<typeof claimSchema>;

export const themeSchema = z.object({ title: z.string(), claims: z.array(claimSchema) });
export type Theme = z.infer<typeof themeSchema>;

export const storyScoreSchema = z.object({
  corroboration: z.number(),
  engagement: z.number(),
  novelty: z.number(),
  news: z.number(),
  copies: z.number(),
  author: z.number(),
});
export type StoryScore = z.infer<typeof storyScoreSchema>;

export const reportStorySchema = z.object({
  id: z.string(),
  headline: z.string(),
  postIds: z.array(z.string()),
  /** Posts that were collapsed into a kept one. */
  copies: z.array(
    z.object({
      postId: z.string(),
      of: z.string(),
      /** Several accounts wrote the text as their own within minutes: it counts once. */
      wave: z.boolean().optional(),
    }),
  ),
  theme: z.string(),
  topics: z.array(z.string()),
  score: z.number(),
  /** The weighted parts that sum to `score`. */
  scoreParts: storyScoreSchema,
  /** Local date on which the story was first seen, within the memory of former days. */
  firstSeen: z.string(),
  /** 1 on the day of first sight, counted in local dates. */
  day: z.number().int().positive(),
  /** Terms that former days of this story did not have; empty on day 1. */
  fresh: z.array(z.string()),
});
export type ReportStory = z.infer<typeof reportStorySchema>;

export const trends = ['new', 'rising', 'fading'] as const;
export type Trend = (typeof trends)[number];

export const wordSchema = z.object({
  text: z.string(),
  /** Relative size, > 0; the heaviest word has 1. */
  weight: z.number(),
  /** Kept posts that hold the word. */
  count: z.number().int(),
  /** Topic id. */
  group: z.string().optional(),
  trend: z.enum(trends).optional(),
});
export type Word = z.infer<typeof wordSchema>;

export const sourceOutcomeSchema = z.object({
  name: z.string(),
  status: z.enum(['ok', 'empty', 'failed']),
  posts: z.number().int(),
  error: z.string().optional(),
});
export type SourceOutcome = z.infer<typeof sourceOutcomeSchema>;

export const coverageSchema = z.object({
  /** Posts read in the window. */
  posts: z.number().int(),
  /** Posts left after collapse. */
  kept: z.number().int(),
  authors: z.number().int(),
  stories: z.number().int(),
  sources: z.array(sourceOutcomeSchema),
  /** The writer whose text stands in the report. */
  writer: z.string(),
  /** Why another writer than the configured one wrote, in one sentence. */
  fallbackReason: z.string().optional(),
  /** What else was unusual about the writing, a sentence each. */
  notes: z.array(z.string()).optional(),
  model: z.string().optional(),
  promptVersion: z.string().optional(),
  tokens: z.object({ prompt: z.number(), completion: z.number() }).optional(),
  /** In US dollars. */
  cost: z.number().optional(),
  /** Draft claims that failed the verifier and were left out. */
  dropped: z.number().int(),
  /** Posts left out before ranking, by reason. */
  leftOut: z.object({ promotion: z.number().int(), hostile: z.number().int(), unreadable: z.number().int() }),
  /** Set when the picture could not be drawn. */
  pictureError: z.string().optional(),
});
export type Coverage = z.infer<typeof coverageSchema>;

export const windowSchema = z.object({
  /** Inclusive start, local date-time with offset. */
  from: z.string(),
  /** Exclusive end, local date-time with offset. */
  to: z.string(),
  timezone: z.string(),
  /** True while the window was not over when the report was built. */
  partial: z.boolean(),
});
export type ReportWindow = z.infer<typeof windowSchema>;

export const reportSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  edition: z.string(),
  /** True when the posts are the bundled, invented sample. */
  sample: z.boolean().optional(),
  language: z.string(),
  topic: z.string().optional(),
  window: windowSchema,
  overview: z.array(claimSchema),
  points: z.array(claimSchema).max(10),
  insights: z.array(themeSchema),
  events: z.array(themeSchema),
  analyses: z.array(z.object({ section: z.string(), themes: z.array(themeSchema) })),
  stories: z.array(reportStorySchema),
  words: z.array(wordSchema),
  coverage: coverageSchema,
  createdAt: z.string(),
});
export type Report = z.infer<typeof reportSchema>;

/** Every claim of the detailed part, in reading order. */
export function detailClaims(report: Pick<Report, 'insights' | 'events' | 'analyses'>): Claim[] {
  const themes = [...report.insights, ...report.events, ...report.analyses.flatMap((a) => a.themes)];
  return themes.flatMap((theme) => theme.claims);
}

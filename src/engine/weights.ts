import type { TermKind } from './vocabulary.ts';

/**
 * Every number by which the engine judges, in one place. A story's score is the sum of its weighted parts:
 * corroboration by distinct authors, engagement against each author's own habit, novelty against former
 * days, newsworthiness by the lexicon, copies, and the standing of its authors.
 */
export const scoreWeights = {
  corroboration: 2.4,
  engagement: 1.2,
  novelty: 0.5,
  news: 1,
  copies: 0.3,
  author: 1,
} as const;

/**
 * What the logarithm of a post's reactions adds among the posts of one story, where it tells the source from those
 * who speak of it. Across stories reactions count against their author's habit alone.
 */
export const loudWeight = 0.5;

/**
 * What an author adds: reach beyond the usual, how many others speak of them, a beat (the share of their posts on
 * a topic), and less with each further post a day.
 */
export const authorWeights = { standing: 0.6, authority: 0.5, focus: 1.8, volume: -1.5 } as const;

/**
 * Points of newsworthiness of a post; a story takes the mean of its best three posts. Their proportions were
 * read off a logistic regression of a newsletter's picks, rounded, and held against ranking on days left out.
 */
export const newsPoints = {
  event: 1.6,
  topic: 2,
  name: 0.1,
  mostNames: 3,
  figure: 0.15,
  mostFigures: 3,
  gravity: 0.3,
  opinion: -0.6,
  rumour: -0.8,
  personal: -0.6,
  greeting: -1,
  promotion: -1,
  question: -0.6,
  short: -1.4,
  long: -1.6,
  link: 0.6,
  repost: -1.5,
  chatter: -4,
} as const;

/** Units (Latin words or hanzi) under which a post counts as short. */
export const shortUnits = 12;
/** Units over which it counts as an essay. */
export const longUnits = 90;

/** What likes, reposts, quotes and replies count for in engagement. */
export const reactionWeights = { likes: 1, reposts: 2, quotes: 2, replies: 1 } as const;

/** How many posts of an author's own weigh as much as the day's habit of all authors. */
export const habitPrior = 3;

export const storyLimits = {
  /** Neighbours read per post. */
  neighbours: 16,
  /** Cosine of an edge between two posts. */
  edge: 0.2,
  /** Cosine between the centroids that an edge may join. */
  centroid: 0.28,
  perDoubling: 0,
  /** The same over names, versions and quantities alone, between zh and en posts. */
  linkEdge: 0.3,
  linkCentroid: 0.28,
  /** Posting entries read a term, newest first: so many divided by the posts, within bounds. */
  postingBudget: 12_000_000,
  leastDepth: 64,
  mostDepth: 2000,
} as const;

export const threadLimits = {
  /** Time between two parts of a thread sent at once. */
  gapMs: 3000,
  parts: 25,
  /** Posts of an account in the window over which it counts as a machine. */
  postsOfAuthor: 40,
} as const;

export const subjectLimits = {
  /** Settled days needed before a term's usual use is known, and the latest days that are not settled yet. */
  days: 3,
  unsettledDays: 2,
  /** Posts that may be chance. */
  doubt: 0.5,
  /** News of a term of unknown use. */
  unknown: 0.6,
  /** Posts over which a name of the lexicon is ever likelier an everyday one, while its use is unknown. */
  postsOfName: 4,
  /** What is left of a term's news when one author alone speaks of it. */
  oneAuthor: 0.5,
} as const;

/** Weight of a subject in comparing posts: of an everyday one, and what full news adds. */
export const eventWeights = { everyday: 0.5, news: 1 } as const;

/** Log-odds that two posts are about one event, by what they share. */
export const evidenceWeights = {
  bias: -1.9,
  cosine: 2.8,
  burst: 0.75,
  weight: 0.8,
  hours: -0.17,
  oneAuthor: -2,
  otherVersion: -2,
} as const;

export const evidenceLimits = {
  /** Log-odds from which a pair may join two stories. */
  logOdds: 1.5,
  /** Cosine for posts that share plain words alone. */
  plainCosine: 0.45,
  /** The same between zh and en, whose plain words cannot agree. */
  linkLogOdds: 1.6,
  /** Pivots, a name of the lexicon counting half, that are enough at this cosine whatever their news. */
  knownLinkPivots: 2.5,
  knownLinkCosine: 0.65,
  /** The same while nothing is known of former days; one pivot is never enough then, however alike the posts. */
  linkPivots: 2,
} as const;

export const themeLimits = {
  neighbours: 30,
  edge: 0.15,
  depth: 4000,
  resolution: 7,
  /** Runs of the community search, and up to how many posts there is more than one. */
  runs: 4,
  runsUpTo: 12_000,
  /** Cosine of centroids at which two communities are one theme. */
  merge: 0.4,
  /** Posts that shape the themes, of the best stories; the rest joins the nearest theme. */
  shaping: 20_000,
  /** Communities looked at for merging, largest first. */
  agglomerated: 1000,
  /** Cosine to a theme's centroid at which a post of the rest joins it. */
  join: 0.12,
} as const;

export const trendLimits = {
  /** Former days needed before anything is called a trend. */
  days: 3,
  posts: 3,
  authors: 2,
  z: 1.96,
  ratio: 2,
  /** Weight of the Dirichlet prior in documents. */
  prior: 50,
} as const;

export const packLimits = {
  stories: 60,
  postsPerStory: 5,
  postsPerAuthor: 5,
  storiesPerAuthor: 3,
  charactersPerPost: 420,
  tokens: 25_000,
  /** Of which each post's handle, author and line take. */
  tokensPerPost: 18,
} as const;

export const memoryLimits = {
  days: 21,
  terms: 20_000,
  stories: 400,
  termsPerStory: 16,
  valuesPerAuthor: 40,
  mentions: 2000,
  /** Cosine at which a remembered story is the same story. */
  sameStory: 0.5,
} as const;

export const wordLimits = { words: 120, posts: 2 } as const;

export const noveltyLimits = {
  /** Strongest terms looked at, and how many of them count. */
  terms: 8,
  counted: 3,
  most: 4,
} as const;

/**
 * What a term is worth for telling stories apart: names and versions say what a post is about, common words
 * how it says it.
 */
export const subjectWeights: Partial<Record<TermKind, number>> = {
  version: 2,
  pair: 2,
  name: 1.3,
  ticker: 1.6,
  quantity: 1.2,
  number: 0.8,
};
/** The same for a plain word that the day writes as a name, and for one that it does not. */
export const nameWordWeight = 1.6;
export const plainWordWeight = 0.8;

import { resolve } from 'node:path';
import { pino } from 'pino';
import { type WriteJob, type Written, writeAndVerify } from '../../../src/app/write.ts';
import { loadConfig } from '../../../src/config.ts';
import type { Draft, DraftClaim, Verified } from '../../../src/core/draft.ts';
import type { Edition } from '../../../src/core/edition.ts';
import type { EvidencePack } from '../../../src/core/pack.ts';
import type { Claim, Theme } from '../../../src/core/report.ts';
import { createNameFinder } from '../../../src/core/text/names.ts';
import type { Clock, Store, Writer } from '../../../src/ports.ts';
import { openStore } from '../../../src/stores/index.ts';
import { createLocalLeases } from '../../../src/stores/leases.ts';
import { failures } from '../../../src/verify/policy.ts';
import { type VerifyTools, verifyDraft } from '../../../src/verify/verify.ts';
import { createExtractiveWriter } from '../../../src/writers/extractive/index.ts';
import { createOpenAiWriter, type OpenAiSettings } from '../../../src/writers/openai/index.ts';

export const config = loadConfig({}, resolve(import.meta.dirname, '../../..'));
const { lexicon } = config;
const names = createNameFinder(lexicon);

export const clock: Clock = { now: () => '2025-12-28T04:00:00.000Z' };
export const silent = pino({ level: 'silent' });

export function toolsFor(language: string): VerifyTools {
  return { names, lexicon, language, today: '2025-12-27' };
}

export function modelWriter(baseUrl: string, settings: Partial<OpenAiSettings> = {}): Writer {
  let fence = 0;
  return createOpenAiWriter({
    apiKey: 'test-key',
    baseUrl,
    model: 'gpt-4o-mini',
    models: config.models,
    prompts: config.prompts,
    commands: [...lexicon.cues.instruction.en, ...lexicon.cues.instruction.zh],
    random: () => 0.5,
    nonce: () => `fence${++fence}`,
    firstWaitMs: 1,
    ...settings,
  });
}

export const extractive = createExtractiveWriter({ names, lexicon });

export function testEdition(changes: Partial<Edition> = {}): Edition {
  const [edition] = config.editions;
  if (!edition) throw new Error('no edition');
  return { ...edition, id: 'test', timezone: 'UTC', budget: undefined, ...changes };
}

export interface RunOptions {
  language?: string;
  timeoutMs?: number;
  edition?: Partial<Edition>;
  store?: Store;
  signal?: AbortSignal;
}

export function jobFor(pack: EvidencePack, options: RunOptions = {}): WriteJob {
  const language = options.language ?? 'en';
  const edition = testEdition(options.edition);
  const sections = edition.sections.map(({ id, names: titles }) => ({ id, title: titles.en }));
  return {
    edition,
    request: { pack, language, sections },
    tools: toolsFor(language),
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? 20_000,
  };
}

/** One report by a model, as the line writes it. */
export async function writeOnce(
  writer: Writer,
  pack: EvidencePack,
  options: RunOptions = {},
): Promise<Written> {
  const store = options.store ?? (await openStore('sqlite::memory:'));
  try {
    return await writeAndVerify(
      { writers: [writer, extractive], store, clock, log: silent, leases: createLocalLeases() },
      jobFor(pack, options),
    );
  } finally {
    if (!options.store) await store.close();
  }
}

/** Every claim that a reader would see. */
export function publishedClaims(verified: Verified): Claim[] {
  const themes: Theme[] = [
    ...verified.insights,
    ...verified.events,
    ...verified.analyses.flatMap((analysis) => analysis.themes),
  ];
  return [...verified.overview, ...themes.flatMap((theme) => theme.claims)];
}

/** All that a reader would see, titles included. */
export function publishedText(verified: Verified): string {
  const themes = [
    ...verified.insights,
    ...verified.events,
    ...verified.analyses.flatMap((analysis) => analysis.themes),
  ];
  return [
    ...publishedClaims(verified).map((claim) => claim.text),
    ...themes.map((theme) => theme.title),
  ].join('\n');
}

/** Published claims that the verifier refuses when they come before it again, with the reasons. */
export function refused(verified: Verified, pack: EvidencePack, language: string): string[] {
  const handles = new Map(pack.posts.map((post) => [post.post.id, post.handle]));
  const toDraft = (claim: Claim): DraftClaim => ({
    text: claim.text,
    storyId: claim.storyId,
    cites: claim.cites.map(({ postId, quote }) => ({ handle: handles.get(postId) ?? '?', quote })),
    stance: claim.stance,
    ...(claim.language && { language: claim.language }),
  });
  const detail = publishedClaims({ ...verified, overview: [] });
  const draft: Draft = {
    overview: verified.overview.map(toDraft),
    points: [],
    insights: [],
    events: [{ title: '', claims: detail.map(toDraft) }],
    analyses: [],
  };
  const again = verifyDraft(draft, pack, toolsFor(language));
  return failures(again).map(({ claim, reasons }) => `${claim.text}: ${reasons.join('; ')}`);
}

import type { FailedClaim, RepairResult, Spend, WriteRequest, WriterResult } from '../../core/draft.ts';
import { AdapterError, toReason, WriterError } from '../../core/errors.ts';
import { costOf, type ModelTable, type Price, type Prompts, priceOf } from '../../core/model.ts';
import type { EvidencePack } from '../../core/pack.ts';
import type { Writer } from '../../ports.ts';
import { createAdvertisingCheck } from './advertising.ts';
import { ask, type Endpoint, type Question, type Read, type Tally } from './ask.ts';
import { createSend, outOfTime } from './endpoint.ts';
import { firstStories, repairLines, withoutCommands } from './evidence.ts';
import { isTooLong } from './faults.ts';
import { driftOf } from './language.ts';
import { createManners } from './manners.ts';
import { repairPrompt, writePrompt } from './prompt.ts';
import {
  repairAnswer,
  repairExample,
  repairSchema,
  reportAnswer,
  reportExample,
  reportSchema,
} from './shapes.ts';
import { storiesByHandle, toDraft, toDraftClaim } from './to-draft.ts';
import { roughTokens } from './tokens.ts';

export interface OpenAiSettings {
  apiKey: string;
  baseUrl?: string;
  model?: string;
  models: ModelTable;
  prompts: Prompts;
  /** Phrases by which machines are commanded; posts with one are not shown to the model. */
  commands: readonly string[];
  /** In [0, 1), for waits. */
  random: () => number;
  /** A word that nobody can guess, a new one each time: fences the evidence. */
  nonce: () => string;
  /** For one request; two thirds of the report's time when left out. */
  attemptMs?: number;
  /** Before the second request; later waits double. */
  firstWaitMs?: number;
}

/** Halvings of the evidence for a model that it is too long for. */
const mostHalvings = 2;

/**
 * Writes with any model behind an OpenAI-compatible address. It sees bounded evidence and answers in a fixed shape;
 * what it says is checked elsewhere. Failures are `WriterError`s that say what was spent.
 */
export function createOpenAiWriter(settings: OpenAiSettings): Writer {
  const { models, prompts, commands } = settings;
  const endpoint = toEndpoint(settings);
  const price = priceOf(endpoint.model, models);
  const shownTo = (request: WriteRequest) => ({ ...request, pack: withoutCommands(request.pack, commands) });

  return {
    name: 'openai',
    timeoutMs: models.timeoutSeconds * 1000,

    write: (request, signal) =>
      counted(price, signal, async (tally, spend): Promise<WriterResult> => {
        const ofPack = (pack: EvidencePack) => reportQuestion(settings, { ...request, pack });
        const { value, used } = await askShorter(endpoint, shownTo(request).pack, ofPack, { tally, signal });
        return { draft: value, writer: 'openai', model: endpoint.model, promptVersion: used, ...spend() };
      }),

    repair: (request, failed, signal) =>
      counted(price, signal, async (tally, spend): Promise<RepairResult> => {
        const question = repairQuestion(settings, shownTo(request), failed);
        const { value } = await ask(endpoint, question, tally, signal);
        return { claims: value, promptVersion: prompts.repair.version, ...spend() };
      }),

    mostCost: (request) => {
      const { system, user } = writePrompt(prompts, request, '');
      const prompt = roughTokens(system) + roughTokens(user);
      return costOf({ prompt, completion: models.maxAnswerTokens }, price);
    },
  };
}

interface Versioned<T> extends Question<T> {
  used: string[];
}

/** Asks over the whole pack, and over its better half where that is too long for the model. */
async function askShorter<T>(
  endpoint: Endpoint,
  whole: EvidencePack,
  questionOf: (pack: EvidencePack) => Versioned<T>,
  { tally, signal }: { tally: Tally; signal: AbortSignal },
): Promise<{ value: T; used: string }> {
  let pack = whole;
  for (let halvings = 0; ; halvings += 1) {
    const question = questionOf(pack);
    try {
      const { value, used } = await ask(endpoint, question, tally, signal);
      return { value, used: [...question.used, ...used].join(', ') };
    } catch (error) {
      if (!isTooLong(error) || halvings === mostHalvings) throw error;
      pack = firstStories(pack, Math.ceil(pack.stories.length / 2));
    }
  }
}

type Draft = WriterResult['draft'];

function reportQuestion({ prompts, nonce }: OpenAiSettings, request: WriteRequest): Versioned<Draft> {
  const sections = request.sections.map((section) => section.id);
  return {
    ...writePrompt(prompts, request, nonce()),
    schema: reportSchema(sections),
    example: reportExample,
    shape: prompts.shape,
    read: (value) => readReport(value, request, sections),
    answers: 2,
    tries: 3,
  };
}

/** A repair is one request and no more. */
function repairQuestion(
  { prompts, nonce }: OpenAiSettings,
  request: WriteRequest,
  failed: readonly FailedClaim[],
): Question<RepairResult['claims']> {
  return {
    ...repairPrompt(prompts, repairLines(failed, request.pack), request.language, nonce()),
    schema: repairSchema,
    example: repairExample,
    shape: prompts.shape,
    read: (value) => readRepair(value, request, failed),
    answers: 1,
    tries: 1,
  };
}

function toEndpoint(settings: OpenAiSettings): Endpoint {
  const attemptMs = settings.attemptMs ?? (settings.models.timeoutSeconds * 1000 * 2) / 3;
  return {
    send: createSend({ ...settings, attemptMs }),
    model: settings.model ?? settings.models.model,
    manners: createManners(),
    maxTokens: settings.models.maxAnswerTokens,
    attemptMs,
    random: settings.random,
    firstWaitMs: settings.firstWaitMs ?? 1000,
  };
}

/** Counts what requests take, also when they fail in the end. */
async function counted<T>(
  price: Price,
  signal: AbortSignal,
  work: (tally: Tally, spend: () => Spend) => Promise<T>,
): Promise<T> {
  const tokens = { prompt: 0, completion: 0 };
  const tally: Tally = ({ prompt, completion }) => {
    tokens.prompt += prompt;
    tokens.completion += completion;
  };
  const spend = (): Spend => ({ tokens: { ...tokens }, cost: costOf(tokens, price) });
  try {
    return await work(tally, spend);
  } catch (error) {
    const known = signal.aborted && !(error instanceof AdapterError) ? outOfTime() : error;
    if (!(known instanceof AdapterError)) throw known;
    throw new WriterError(toReason(known), { retryable: known.retryable, spend: spend(), cause: known });
  }
}

function readReport(value: unknown, request: WriteRequest, sections: readonly string[]): Read<Draft> {
  const parsed = reportAnswer.safeParse(value);
  if (!parsed.success) return { problem: shapeProblem(parsed.error) };
  const draft = toDraft(parsed.data, request.pack, sections);
  if (draft.insights.length + draft.events.length + draft.analyses.flatMap((a) => a.themes).length === 0)
    return { problem: 'it holds no claims' };
  const drift = driftOf(draft, request.language);
  return drift ? { problem: drift } : { value: draft };
}

function readRepair(
  value: unknown,
  { pack }: WriteRequest,
  failed: readonly FailedClaim[],
): Read<RepairResult['claims']> {
  const parsed = repairAnswer.safeParse(value);
  if (!parsed.success) return { problem: shapeProblem(parsed.error) };
  const storyOf = storiesByHandle(pack);
  const advertises = createAdvertisingCheck(pack);
  const byNumber = new Map(parsed.data.claims.map((claim) => [claim.n, claim]));
  const claims = failed.map((_, index) => {
    const claim = byNumber.get(index + 1);
    return claim && !claim.drop && !advertises(claim.text) ? toDraftClaim(claim, storyOf) : undefined;
  });
  return { value: claims };
}

function shapeProblem(error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  const [issue] = error.issues;
  const key = issue?.path.map(String).join('.') || 'the answer';
  return `the shape is wrong at ${key} (${issue?.message ?? 'unknown'})`;
}

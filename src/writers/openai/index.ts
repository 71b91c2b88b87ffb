import type { FailedClaim, RepairResult, Spend, WriteRequest, WriterResult } from '../../core/draft.ts';
import { AdapterError, toReason, WriterError } from '../../core/errors.ts';
import { costOf, type ModelTable, type Price, type Prompts, priceOf } from '../../core/model.ts';
import type { Writer } from '../../ports.ts';
import { ask, type Endpoint, type Read, type Tally } from './ask.ts';
import { createSend, outOfTime } from './endpoint.ts';
import { repairLines } from './evidence.ts';
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
  /** In [0, 1), for waits. */
  random: () => number;
  /** A word that nobody can guess, a new one each time: fences the evidence. */
  nonce: () => string;
  /** For one request. */
  attemptMs?: number;
  /** Before the second request; later waits double. */
  firstWaitMs?: number;
}

const answers = 2;
const tries = 3;

/**
 * Writes with any model behind an OpenAI-compatible address. It sees bounded evidence and answers in a fixed shape;
 * what it says is checked elsewhere. Failures are `WriterError`s that say what was spent.
 */
export function createOpenAiWriter(settings: OpenAiSettings): Writer {
  const { models, prompts, nonce } = settings;
  const endpoint = toEndpoint(settings);
  const price = priceOf(endpoint.model, models);

  return {
    name: 'openai',

    write: (request, signal) =>
      counted(price, signal, async (tally, spend): Promise<WriterResult> => {
        const { used, ...question } = writePrompt(prompts, request, nonce());
        const sections = request.sections.map((section) => section.id);
        const asked = await ask(
          endpoint,
          {
            ...question,
            schema: reportSchema(sections),
            example: reportExample,
            shape: prompts.shape,
            read: (value) => readReport(value, request, sections),
            answers,
            tries,
          },
          tally,
          signal,
        );
        const promptVersion = [...used, ...asked.used].join(', ');
        return { draft: asked.value, writer: 'openai', model: endpoint.model, promptVersion, ...spend() };
      }),

    repair: (request, failed, signal) =>
      counted(price, signal, async (tally, spend): Promise<RepairResult> => {
        const lines = repairLines(failed, request.pack);
        const { used, ...question } = repairPrompt(prompts, lines, request.language, nonce());
        const asked = await ask(
          endpoint,
          {
            ...question,
            schema: repairSchema,
            example: repairExample,
            shape: prompts.shape,
            read: (value) => readRepair(value, request, failed),
            answers: 1,
            tries: 1,
          },
          tally,
          signal,
        );
        return { claims: asked.value, promptVersion: used[0] ?? '', ...spend() };
      }),

    mostCost: (request) => {
      const { system, user } = writePrompt(prompts, request, nonce());
      const prompt = roughTokens(system) + roughTokens(user);
      return costOf({ prompt, completion: models.maxAnswerTokens }, price);
    },
  };
}

function toEndpoint(settings: OpenAiSettings): Endpoint {
  const attemptMs = settings.attemptMs ?? 120_000;
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

function readReport(
  value: unknown,
  request: WriteRequest,
  sections: readonly string[],
): Read<WriterResult['draft']> {
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
  const byNumber = new Map(parsed.data.claims.map((claim) => [claim.n, claim]));
  const claims = failed.map((_, index) => {
    const claim = byNumber.get(index + 1);
    return claim && !claim.drop ? toDraftClaim(claim, storyOf) : undefined;
  });
  return { value: claims };
}

function shapeProblem(error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  const [issue] = error.issues;
  const key = issue?.path.map(String).join('.') || 'the answer';
  return `the shape is wrong at ${key} (${issue?.message ?? 'unknown'})`;
}

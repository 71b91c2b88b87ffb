import type { Spend, Verified, WriteRequest, WriterResult, WrittenCoverage } from '../core/draft.ts';
import type { Edition } from '../core/edition.ts';
import { toReason, WriterError } from '../core/errors.ts';
import type { Writer } from '../ports.ts';
import { shouldFallBack } from '../verify/policy.ts';
import { type VerifyTools, verifyDraft } from '../verify/verify.ts';
import { noteRefusal, openAccount } from './budget.ts';
import { filledFrom, isThin, withOwnPoints } from './fill.ts';
import type { Line } from './line.ts';
import { type Checked, mend } from './mend.ts';
import { failedReason, filledNote, refusedReason, softLimitNote, spentReason } from './reasons.ts';

/** How long a model may take for a report, its one repair included, where it does not say itself. */
const modelTimeoutMs = 270_000;

export interface WriteJob {
  edition: Edition;
  request: WriteRequest;
  tools: VerifyTools;
  signal?: AbortSignal | undefined;
  /** Instead of the model's own. */
  timeoutMs?: number;
}

export interface Written {
  verified: Verified;
  written: WrittenCoverage;
}

export type WriteLine = Pick<Line, 'writers' | 'store' | 'clock' | 'log' | 'leases'>;

/**
 * One verified report of a pack. A model's draft is mended by code, then by one request with only the claims that
 * failed; what still fails is dropped, and fewer than five core points are filled up from the extractive draft. When
 * most of it fails, the model fails, its time is over or the day's budget is spent, the whole report is extractive
 * and says why. Rejects only when the caller aborts, or when the extractive writer, which needs nothing, fails.
 */
export async function writeAndVerify(line: WriteLine, job: WriteJob): Promise<Written> {
  const { model, extractive } = writersFor(line.writers, job.edition);
  if (!model || job.request.pack.posts.length === 0) return await writeExtractive(extractive, job);
  const { edition, request } = job;
  const account = await openAccount(line, edition);
  const mostCost = model.mostCost?.(request) ?? 0;
  if (!(await account.reserve(mostCost))) {
    const hardUsd = edition.budget?.hardUsd ?? 0;
    const reason = spentReason(model.name, { spent: account.spent, mostCost, hardUsd }, request.language);
    await noteRefusal(line, edition, reason);
    return await writeExtractive(extractive, job, { fallbackReason: reason });
  }
  const purse = createPurse();
  let sum = account.spent;
  try {
    const outcome = await writeWithModel(model, extractive, { line, job, purse });
    sum = await account.settle(purse.total().cost);
    return withSpend(outcome, purse.total(), softLimit(edition, sum, request.language));
  } catch (error) {
    sum = await account.settle(purse.total().cost);
    job.signal?.throwIfAborted();
    const fallbackReason =
      error instanceof UnusableDraft
        ? error.message
        : failedReason(model.name, toReason(error), request.language);
    line.log.warn({ writer: model.name, reason: fallbackReason }, 'the extractive writer steps in');
    const fallback = await writeExtractive(extractive, job, { fallbackReason });
    return withSpend(fallback, purse.total(), softLimit(edition, sum, request.language));
  }
}

/** The model that an edition writes with, if any, and the writer that always can. */
export function writersFor(
  writers: readonly Writer[],
  edition: Pick<Edition, 'writer'>,
): { model: Writer | undefined; extractive: Writer } {
  const extractive = writers.find((writer) => writer.name === 'extractive');
  if (!extractive) throw new Error('no extractive writer is wired');
  const model = writers.find((writer) => writer !== extractive);
  return { model: edition.writer === 'extractive' ? undefined : model, extractive };
}

/** The extractive report, as it stands or filled in for another. */
export async function writeExtractive(
  extractive: Writer,
  { request, tools, signal }: WriteJob,
  why: { fallbackReason?: string } = {},
): Promise<Written> {
  const { draft, writer } = await extractive.write(request, signal ?? new AbortController().signal);
  const verified = verifyDraft(draft, request.pack, tools);
  return { verified, written: { writer, dropped: verified.dropped.length, ...why } };
}

/** The model's draft is not what stands in the report; the message says why. */
class UnusableDraft extends Error {
  override readonly name = 'UnusableDraft';
}

/** What all requests for one report took. */
interface Purse {
  add(spend: Partial<Spend> | undefined): void;
  total(): Spend;
}

function createPurse(): Purse {
  const sum: Spend = { tokens: { prompt: 0, completion: 0 }, cost: 0 };
  return {
    add(spend) {
      sum.tokens.prompt += spend?.tokens?.prompt ?? 0;
      sum.tokens.completion += spend?.tokens?.completion ?? 0;
      sum.cost += spend?.cost ?? 0;
    },
    total: () => sum,
  };
}

/** One report on its way. */
export interface Course {
  line: WriteLine;
  job: WriteJob;
  purse: Purse;
}

async function writeWithModel(model: Writer, extractive: Writer, course: Course): Promise<Written> {
  const { job } = course;
  const { request, tools } = job;
  const limit = AbortSignal.timeout(job.timeoutMs ?? model.timeoutMs ?? modelTimeoutMs);
  const signal = job.signal ? AbortSignal.any([job.signal, limit]) : limit;
  const first = await firstDraft(model, course, signal);
  const checked = verifyDraft(first.draft, request.pack, tools);
  if (shouldFallBack(checked)) throw new UnusableDraft(refusedReason(model.name, checked, request.language));
  const mended = await mend(model, { draft: first.draft, verified: checked }, course, signal);
  const { verified, notes } = await fillUp(mended, extractive, job);
  const { writer, model: name, promptVersion = '' } = first;
  const versions = [promptVersion, mended.promptVersion ?? ''].filter((version) => version !== '').join(', ');
  return {
    verified,
    written: {
      writer,
      ...(name && { model: name }),
      ...(versions && { promptVersion: versions }),
      dropped: mended.verified.dropped.length,
      ...(notes.length > 0 && { notes }),
    },
  };
}

async function firstDraft(model: Writer, { job, purse }: Course, signal: AbortSignal): Promise<WriterResult> {
  try {
    const result = await model.write(job.request, signal);
    purse.add(result);
    return result;
  } catch (error) {
    if (error instanceof WriterError) purse.add(error.spend);
    throw new UnusableDraft(failedReason(model.name, toReason(error), job.request.language));
  }
}

/** Fewer than five core points: first more of the draft's own, then the extractive writer's. */
export async function fillUp(
  checked: Checked,
  extractive: Writer,
  { request, tools, signal }: WriteJob,
): Promise<{ verified: Verified; notes: string[] }> {
  if (!isThin(checked.verified)) return { verified: checked.verified, notes: [] };
  const own = withOwnPoints(checked.draft, checked.verified, request.pack);
  const widened = verifyDraft(own, request.pack, tools);
  if (!isThin(widened)) return { verified: widened, notes: [] };
  const filler = await extractive.write(request, signal ?? new AbortController().signal);
  const draft = filledFrom(own, widened, filler.draft);
  const verified = verifyDraft(draft, request.pack, tools);
  const filled = verified.points.length - widened.points.length;
  const notes = filled > 0 ? [filledNote(filled, verified.points.length, request.language)] : [];
  return { verified, notes };
}

function softLimit({ budget }: Edition, spent: number, language: string): string[] {
  const softUsd = budget?.softUsd;
  return softUsd !== undefined && spent > softUsd ? [softLimitNote({ spent, softUsd }, language)] : [];
}

function withSpend({ verified, written }: Written, spend: Spend, added: string[]): Written {
  const notes = [...(written.notes ?? []), ...added];
  const cost = Number(spend.cost.toFixed(6));
  return {
    verified,
    written: { ...written, tokens: spend.tokens, cost, ...(notes.length > 0 && { notes }) },
  };
}

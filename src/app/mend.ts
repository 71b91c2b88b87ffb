import type { Draft, DraftClaim, DraftTheme, Verified } from '../core/draft.ts';
import { toReason, WriterError } from '../core/errors.ts';
import type { Writer } from '../ports.ts';
import { failures, shouldRepair } from '../verify/policy.ts';
import { verifyDraft } from '../verify/verify.ts';
import type { Course } from './write.ts';

/** Failed claims that one repair request can hold. */
const mostRepaired = 40;

/** A draft and what the verifier leaves of it. */
export interface Checked {
  draft: Draft;
  verified: Verified;
  promptVersion?: string | undefined;
}

/** One request for the claims that failed. A repair that fails changes nothing: they are then dropped. */
export async function mend(
  model: Writer,
  checked: Checked,
  course: Course,
  signal: AbortSignal,
): Promise<Checked> {
  const { line, job, purse } = course;
  if (!model.repair || !shouldRepair(checked.verified)) return checked;
  const failed = failures(checked.verified).slice(0, mostRepaired);
  try {
    const result = await model.repair(job.request, failed, signal);
    purse.add(result);
    const answers = new Map(failed.map(({ claim }, index) => [claim, result.claims[index]]));
    const draft = withClaims(checked.draft, (claim) => answers.get(claim) ?? claim);
    const verified = verifyDraft(draft, job.request.pack, job.tools);
    return { draft, verified, promptVersion: result.promptVersion };
  } catch (error) {
    if (job.signal?.aborted) throw error;
    if (error instanceof WriterError) purse.add(error.spend);
    line.log.warn({ writer: model.name, reason: toReason(error) }, 'the repair failed');
    return checked;
  }
}

/** The same draft with other claims in the same places. */
function withClaims(draft: Draft, change: (claim: DraftClaim) => DraftClaim): Draft {
  const themes = (list: readonly DraftTheme[]) =>
    list.map(({ title, claims }) => ({ title, claims: claims.map(change) }));
  return {
    overview: draft.overview.map(change),
    points: draft.points,
    insights: themes(draft.insights),
    events: themes(draft.events),
    analyses: draft.analyses.map(({ section, themes: list }) => ({ section, themes: themes(list) })),
  };
}

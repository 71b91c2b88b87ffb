import type { DraftClaim, Verified } from '../core/draft.ts';

/** Above this share of failing claims a draft is not worth mending. */
export const mostFailing = 0.4;

/** A claim that failed, with its reasons in sentences: what one repair request is made of. */
export interface Failure {
  claim: DraftClaim;
  reasons: string[];
}

/** Claims with a fatal finding; repeats and mends are none. */
export function failures(verified: Pick<Verified, 'dropped'>): Failure[] {
  return verified.dropped.flatMap(({ claim, findings }) => {
    const reasons = findings
      .filter((finding) => finding.severity === 'fatal')
      .map((finding) => finding.message);
    return reasons.length > 0 ? [{ claim, reasons }] : [];
  });
}

/** One repair is worth asking for when some claims failed and most did not. */
export function shouldRepair(verified: Pick<Verified, 'dropped' | 'checked'>): boolean {
  return failures(verified).length > 0 && !shouldFallBack(verified);
}

/** More than 40 % of the claims failed, or there were none: the extractive report is the better one. */
export function shouldFallBack(verified: Pick<Verified, 'dropped' | 'checked'>): boolean {
  return verified.checked === 0 || failures(verified).length / verified.checked > mostFailing;
}

/** Why the draft was not used, in one sentence for the coverage line. */
export function fallbackReason(verified: Pick<Verified, 'dropped' | 'checked'>): string {
  return verified.checked === 0
    ? 'the draft held no claims'
    : `${failures(verified).length} of ${verified.checked} claims failed the check`;
}

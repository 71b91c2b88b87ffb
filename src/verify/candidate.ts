import type { DraftClaim, Finding } from '../core/draft.ts';
import type { Stance } from '../core/report.ts';
import type { Evidence, EvidenceBook, VerifyTools } from './evidence.ts';

/** A draft claim under examination. Mends change it; `draft` stays what the writer said. */
export interface Candidate {
  readonly draft: DraftClaim;
  text: string;
  storyId: string;
  stance: Stance;
  language?: string;
  cites: { evidence: Evidence; quote: string }[];
  /** A code-made lead line, checked by its counts. */
  isLead: boolean;
  findings: Finding[];
}

export interface Context {
  book: EvidenceBook;
  tools: VerifyTools;
}

export function isFatal(candidate: Pick<Candidate, 'findings'>): boolean {
  return candidate.findings.some((finding) => finding.severity === 'fatal');
}

export function fatal(rule: string, message: string): Finding {
  return { rule, message, severity: 'fatal' };
}

export function warn(rule: string, message: string): Finding {
  return { rule, message, severity: 'warn' };
}

export function mended(rule: string, message: string): Finding {
  return { rule, message, severity: 'mended' };
}

/** The distinct posts that a claim rests on. */
export function citedEvidence(candidate: Candidate): Evidence[] {
  return [...new Set(candidate.cites.map((cite) => cite.evidence))];
}

/** Handles of the cited authors, first cited first. */
export function citedAuthors(candidate: Candidate): string[] {
  return [...new Set(candidate.cites.map((cite) => cite.evidence.author))];
}

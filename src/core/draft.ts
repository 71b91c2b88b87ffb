import type { Topic } from './edition.ts';
import type { EvidencePack } from './pack.ts';
import type { Claim, Coverage, Report, Stance, Theme } from './report.ts';

/** A claim before it is verified: cites by pack handle, with the words it rests on. */
export interface DraftClaim {
  text: string;
  storyId: string;
  cites: { handle: string; quote: string }[];
  stance: Stance;
  /** The text's language where it is not the asked one. */
  language?: string;
}

export interface DraftTheme {
  title: string;
  claims: DraftClaim[];
}

/** What a writer hands in. The brief part only points into the detail: it cannot disagree with it. */
export interface Draft {
  overview: DraftClaim[];
  /** Claims to lead with, best first, by their place among all detail claims in reading order. */
  points: number[];
  insights: DraftTheme[];
  events: DraftTheme[];
  analyses: { section: string; themes: DraftTheme[] }[];
}

/** What a writer is asked for. */
export interface WriteRequest {
  pack: EvidencePack;
  language: string;
  /** The slice asked for: a topic of the configuration or free words. */
  topic?: { id: string; title: string; topic?: Topic };
  sections: { id: string; title: string }[];
}

/** What calls to a model took, in tokens and US dollars. */
export interface Spend {
  tokens: { prompt: number; completion: number };
  cost: number;
}

/** A claim that the verifier refused, with its reasons in sentences. */
export interface FailedClaim {
  claim: DraftClaim;
  reasons: string[];
}

/** Answers to failed claims, in their order; undefined where the writer gives one up. */
export interface RepairResult extends Partial<Spend> {
  claims: (DraftClaim | undefined)[];
  promptVersion?: string;
}

/** A draft with what it cost. */
export interface WriterResult {
  draft: Draft;
  writer: string;
  model?: string;
  promptVersion?: string;
  tokens?: { prompt: number; completion: number };
  cost?: number;
}

/** Why a draft claim failed, for the repair request and the log. */
export interface Finding {
  rule: string;
  /** One sentence. */
  message: string;
  severity: 'fatal' | 'warn' | 'mended';
}

/** The verified parts of a report, and what fell. */
export interface Verified {
  overview: Claim[];
  points: Claim[];
  insights: Theme[];
  events: Theme[];
  analyses: Report['analyses'];
  dropped: { claim: DraftClaim; findings: Finding[] }[];
  mended: number;
  /** Draft claims looked at. */
  checked: number;
}

export type WrittenCoverage = Pick<
  Coverage,
  'writer' | 'fallbackReason' | 'notes' | 'model' | 'promptVersion' | 'tokens' | 'cost' | 'dropped'
>;

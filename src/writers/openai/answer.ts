import { z } from 'zod';

/** What is read of a chat completion; anything may be missing, since any server may stand behind the address. */
const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.unknown(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
});
const usageSchema = z.object({
  usage: z.object({ prompt_tokens: z.number().nonnegative(), completion_tokens: z.number().nonnegative() }),
});
const errorSchema = z.object({
  error: z.object({ message: z.string().nullish(), code: z.unknown().optional() }),
});

export type Answer =
  | { kind: 'text'; text: string; isCutOff: boolean }
  /** The model will not: a repeat would not help. */
  | { kind: 'refusal'; problem: string }
  /** Nothing to read: a repeat may help. */
  | { kind: 'nothing'; problem: string }
  /** An error inside a successful answer, as gateways send them. */
  | { kind: 'error'; status: number | undefined; problem: string };

/** The text of a chat completion, or what stands in its place. */
export function readAnswer(response: unknown): Answer {
  if (response === undefined || response === null || response === '')
    return nothing('the endpoint answered nothing');
  if (typeof response === 'string')
    return nothing('the endpoint answered with a page instead of a completion');
  const parsed = completionSchema.safeParse(response);
  if (!parsed.success) return errorIn(response) ?? nothing('the endpoint answered without a choice');
  const choice = parsed.data.choices[0];
  const refusal = choice?.message.refusal?.trim();
  if (refusal) return { kind: 'refusal', problem: `the model refused (${refusal.slice(0, 120)})` };
  if (choice?.finish_reason === 'content_filter')
    return { kind: 'refusal', problem: 'the endpoint’s content filter stopped the answer' };
  const text = textOf(choice?.message.content).trim();
  const isCutOff = choice?.finish_reason === 'length';
  if (text !== '') return { kind: 'text', text, isCutOff };
  return nothing(isCutOff ? 'the answer was spent before its first word' : 'the model answered nothing');
}

/** Tokens as the endpoint counted them, or undefined where it does not. */
export function usageOf(response: unknown): { prompt: number; completion: number } | undefined {
  const parsed = usageSchema.safeParse(response);
  if (!parsed.success) return undefined;
  const { prompt_tokens, completion_tokens } = parsed.data.usage;
  return { prompt: prompt_tokens, completion: completion_tokens };
}

function nothing(problem: string): Answer {
  return { kind: 'nothing', problem };
}

function errorIn(response: unknown): Answer | undefined {
  const parsed = errorSchema.safeParse(response);
  if (!parsed.success) return undefined;
  const { message, code } = parsed.data.error;
  const status = Number(code);
  return {
    kind: 'error',
    status: Number.isInteger(status) && status >= 400 ? status : undefined,
    problem: `the endpoint answered with an error (${(message ?? 'no reason given').slice(0, 160)})`,
  };
}

/** Content is a text, or a list of parts with text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (typeof part?.text === 'string' ? part.text : '')).join('');
}

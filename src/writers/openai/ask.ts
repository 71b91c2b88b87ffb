import { setTimeout as sleep } from 'node:timers/promises';
import { AdapterError } from '../../core/errors.ts';
import type { Prompt } from '../../core/model.ts';
import { withRetry } from '../../lib/retry.ts';
import { type Answer, readAnswer, usageOf } from './answer.ts';
import { outOfTime, type Send } from './endpoint.ts';
import { complaintOf, isComplaint, isRetryable, longestWaitMs, toFault } from './faults.ts';
import { jsonObjectsIn } from './json-text.ts';
import { learn, lower, type Manners, type Rung, toBody } from './manners.ts';
import { fill } from './prompt.ts';
import { roughTokens } from './tokens.ts';

/** One model at one address, with what was learnt about it. */
export interface Endpoint {
  send: Send;
  model: string;
  manners: Manners;
  maxTokens: number;
  attemptMs: number;
  /** In [0, 1): spreads waits, so that many bots do not come back together. */
  random: () => number;
  firstWaitMs: number;
}

/** Read of an answer: a value, or what is wrong with it in one sentence. */
export type Read<T> = { value: T } | { problem: string };

export interface Question<T> {
  system: string;
  user: string;
  schema: { name: string; schema: Record<string, unknown> };
  example: unknown;
  /** Says the shape in words, on the lower rungs and after an answer that could not be read. */
  shape: Prompt;
  read(value: unknown): Read<T>;
  /** Answers that may come back unreadable before the question is given up. */
  answers: number;
  /** Requests for one answer, where the endpoint fails in a way that passes. */
  tries: number;
}

export interface Asked<T> {
  value: T;
  /** Versions of the prompts that were added to the question. */
  used: string[];
}

export type Tally = (tokens: { prompt: number; completion: number }) => void;

/**
 * Asks until an answer can be read. The rung that brought one is kept. Throws `AdapterError` on a refusal, when the
 * answers are used up, when the endpoint fails for good, and when the time is over.
 */
export async function ask<T>(
  endpoint: Endpoint,
  question: Question<T>,
  tally: Tally,
  signal: AbortSignal,
): Promise<Asked<T>> {
  const state: State = { problem: '', isLowered: false };
  for (let count = 1; ; count += 1) {
    const { response, rung, shaped } = await request(endpoint, question, state, signal);
    tally(usageOf(response) ?? roughUsage(question, response));
    const read = readValue(readAnswer(response), question);
    if ('value' in read) {
      endpoint.manners.rung = rung;
      return { value: read.value, used: shaped ? [question.shape.version] : [] };
    }
    if (read.isFinal || count >= question.answers)
      throw new AdapterError(read.problem, { retryable: !read.isFinal });
    state.problem = read.problem;
    state.isLowered ||= read.isShape;
  }
}

interface State {
  /** What was wrong with the last answer. */
  problem: string;
  /** The schema was sent and ignored: the shape is then also said in words. */
  isLowered: boolean;
}

interface Sent {
  response: unknown;
  rung: Rung;
  shaped: boolean;
}

/** One answer of the endpoint, after whatever it complained about was left out. */
async function request<T>(
  endpoint: Endpoint,
  question: Question<T>,
  state: State,
  signal: AbortSignal,
): Promise<Sent> {
  const work = async (): Promise<Sent> => {
    for (;;) {
      const { manners } = endpoint;
      const rung = state.isLowered ? lower(manners.rung) : manners.rung;
      const shaped = rung !== 'json_schema' || state.problem !== '';
      const system = shaped ? `${question.system}\n\n${shapeWords(question, state)}` : question.system;
      const body = toBody(endpoint.model, { ...question, system }, manners, {
        rung,
        maxTokens: endpoint.maxTokens,
      });
      try {
        return { response: await endpoint.send(body, signal), rung, shaped };
      } catch (error) {
        if (signal.aborted) throw outOfTime();
        if (isComplaint(error) && learn(manners, complaintOf(error))) continue;
        throw toFault(error, endpoint);
      }
    }
  };
  return await withRetry(work, {
    tries: question.tries,
    firstWaitMs: endpoint.firstWaitMs,
    maxWaitMs: longestWaitMs,
    signal,
    pause: (ms) => pause(ms * (1 + endpoint.random() / 4), signal),
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw outOfTime();
  }
}

function shapeWords<T>({ shape, schema, example }: Question<T>, { problem }: State): string {
  const places = {
    problem: problem === '' ? '' : `Your last answer could not be used: ${problem}.`,
    schema: JSON.stringify(schema.schema),
    example: JSON.stringify(example),
  };
  return fill(shape.text, places);
}

type Unread = { problem: string; isFinal: boolean; isShape: boolean };

function readValue<T>(answer: Answer, question: Question<T>): { value: T } | Unread {
  if (answer.kind === 'refusal') return { problem: answer.problem, isFinal: true, isShape: false };
  if (answer.kind === 'nothing') return { problem: answer.problem, isFinal: false, isShape: false };
  if (answer.kind === 'error') {
    const isFinal = answer.status !== undefined && !isRetryable(answer.status);
    return { problem: answer.problem, isFinal, isShape: false };
  }
  return readText(answer, question);
}

function readText<T>(
  { text, isCutOff }: Extract<Answer, { kind: 'text' }>,
  { read }: Question<T>,
): { value: T } | Unread {
  const problems: string[] = [];
  for (const value of jsonObjectsIn(text)) {
    const result = read(value);
    if ('value' in result) return result;
    problems.push(result.problem);
  }
  if (isCutOff) return { problem: 'the answer was cut off; write less', isFinal: false, isShape: false };
  const problem = problems[0] ?? 'the answer holds no JSON object of the asked shape';
  return { problem, isFinal: false, isShape: true };
}

function roughUsage<T>({ system, user }: Question<T>, response: unknown) {
  const answer = readAnswer(response);
  return {
    prompt: roughTokens(system) + roughTokens(user),
    completion: answer.kind === 'text' ? roughTokens(answer.text) : 0,
  };
}

import type { OpenAI } from 'openai';
import { AdapterError } from '../../core/errors.ts';

export interface EndpointSettings {
  apiKey: string;
  /** Address of any compatible API, such as `http://127.0.0.1:11434/v1`. */
  baseUrl?: string;
  /** For one request, its body included. */
  attemptMs: number;
}

/** Sends one chat completion and resolves to whatever came back: nothing about it is checked. */
export type Send = (body: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>;

/** The package is loaded with the first request: a bot without a key never pays for it. */
export function createSend(settings: EndpointSettings): Send {
  let client: Promise<OpenAI> | undefined;
  return async (body, signal) => {
    client ??= connect(settings);
    const { chat } = await client;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.attemptMs)]);
    const params = body as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
    return await within(chat.completions.create(params, { signal: limit }), limit);
  };
}

/** Retries, waits and logging are ours; nothing is read from the environment behind our back. */
async function connect({ apiKey, baseUrl, attemptMs }: EndpointSettings): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
  return new OpenAI({
    apiKey,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    timeout: attemptMs,
    maxRetries: 0,
    logLevel: 'off',
  });
}

/** Ends with the signal even where the work below does not. */
async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** What is thrown when the caller's own time is over. */
export function outOfTime(): AdapterError {
  return new AdapterError('the time for writing ran out', { retryable: true });
}

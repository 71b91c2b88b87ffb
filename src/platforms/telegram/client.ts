import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { Api, type ApiClientOptions } from 'grammy';

export interface Client {
  api: Api;
  /** Closes idle connections. */
  close(): void;
}

/** Longer than the longest wait of a poll. */
const timeoutSeconds = 45;

/**
 * An idle connection may be closed by the other side just as a message leaves on it, and then nobody knows
 * whether it arrived: so idle ones are dropped early.
 */
const idleMs = 4000;

/** The real client; it repeats nothing by itself. */
export function createClient(token: string, apiRoot: string | undefined): Client {
  const options = { keepAlive: true, timeout: idleMs };
  const agent = apiRoot?.startsWith('http:') ? new HttpAgent(options) : new HttpsAgent(options);
  const client: ApiClientOptions = { timeoutSeconds, baseFetchConfig: { agent, compress: true } };
  return {
    api: new Api(token, { ...client, ...(apiRoot && { apiRoot }) }),
    close: () => agent.destroy(),
  };
}

/** Resolves to true after the time, to false as soon as the signal says stop. */
export async function waited(timeMs: number, signal?: AbortSignal): Promise<boolean> {
  try {
    await delay(timeMs, undefined, { ...(signal && { signal }) });
    return true;
  } catch {
    return false;
  }
}

/** The promise's value, or undefined when it is not there in time; the promise goes on. */
export async function within<T>(timeMs: number, promise: Promise<T>): Promise<T | undefined> {
  const settled = new AbortController();
  try {
    return await Promise.race([promise, waited(timeMs, settled.signal).then(() => undefined)]);
  } finally {
    settled.abort();
  }
}

/** What the client asks of a signal, which is all that the runtime's own signals have. */
export type ClientSignal = Parameters<Api['getMe']>[0];

export function toClientSignal(signal: AbortSignal | undefined): ClientSignal {
  return signal as ClientSignal;
}

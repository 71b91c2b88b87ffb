import { AdapterError, toReason } from '../../core/errors.ts';

/** What Redis and its client say when the world outside failed; anything else is a bug and stays as it is. */
const refusals =
  /^(?:OOM|READONLY|MISCONF|LOADING|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|BUSY|NOAUTH|NOPERM)\b/;
const broken =
  /connection is closed|max retries per request|command timed out|stream isn't writeable|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|socket closed|connection ended/i;

export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const text = toReason(error);
  const isRefusal = refusals.test(text);
  if (!isRefusal && !broken.test(text) && !hasNetworkCode(error)) return error;
  const says = isRefusal ? 'Redis refuses' : 'Redis cannot be reached';
  return new AdapterError(`The store failed: ${says} (${text}).`, { retryable: true, cause: error });
}

function hasNetworkCode(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && broken.test(error.code);
}

type Verbs = Record<string, (...args: never[]) => Promise<unknown>>;

/** The same verbs, whose failures are `AdapterError`s. */
export function guarded<T extends Verbs>(verbs: T, isOpen: () => boolean): T {
  const entries = Object.entries(verbs).map(([name, verb]) => [name, guard(verb, isOpen)]);
  return Object.fromEntries(entries);
}

function guard(verb: Verbs[string], isOpen: () => boolean): Verbs[string] {
  return async (...args) => {
    if (!isOpen()) throw new AdapterError('The store is closed.', { retryable: false });
    try {
      return await verb(...args);
    } catch (error) {
      throw toStoreError(error);
    }
  };
}

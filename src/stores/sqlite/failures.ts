import { AdapterError, toReason } from '../../core/errors.ts';

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html */
const codes = { busy: 5, locked: 6, readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, notadb: 26 };

const outside: Record<number, { says: string; retryable: boolean }> = {
  [codes.busy]: { says: 'another process is writing', retryable: true },
  [codes.locked]: { says: 'another process is writing', retryable: true },
  [codes.readonly]: { says: 'it cannot be written', retryable: true },
  [codes.ioerr]: { says: 'the disk failed', retryable: true },
  [codes.full]: { says: 'the disk is full', retryable: true },
  [codes.cantopen]: { says: 'its file cannot be opened', retryable: true },
  [codes.corrupt]: { says: 'its file is damaged', retryable: false },
  [codes.notadb]: { says: 'its file is damaged', retryable: false },
};

/** Failures of the world outside as `AdapterError`; anything else is a bug and stays as it is. */
export function toStoreError(error: unknown): unknown {
  const code = primaryCode(error);
  const failure = code === undefined ? undefined : outside[code];
  if (!failure) return error;
  return new AdapterError(`The store failed: ${failure.says} (${toReason(error)}).`, {
    retryable: failure.retryable,
    cause: error,
  });
}

/** The low byte of an extended result code says what kind of failure it is. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

type Verbs = Record<string, (...args: never[]) => unknown>;
type Guarded<T extends Verbs> = {
  [K in keyof T]: (...args: Parameters<T[K]>) => Promise<Awaited<ReturnType<T[K]>>>;
};

/** The same verbs as promises whose failures are `AdapterError`s. */
export function guarded<T extends Verbs>(verbs: T, isOpen: () => boolean): Guarded<T> {
  const entries = Object.entries(verbs).map(([name, verb]) => [name, guard(verb, isOpen)]);
  return Object.fromEntries(entries);
}

function guard(verb: Verbs[string], isOpen: () => boolean): (...args: never[]) => Promise<unknown> {
  return async (...args) => {
    if (!isOpen()) throw new AdapterError('The store is closed.', { retryable: false });
    try {
      return await verb(...args);
    } catch (error) {
      throw toStoreError(error);
    }
  };
}

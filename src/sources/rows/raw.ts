/** A JSON object or a table row of which nothing is known yet. */
export type Raw = Record<string, unknown>;

/** The first of the keys that holds anything. */
export function pick(raw: Raw, keys: readonly string[]): unknown {
  for (const key of keys) {
    const value = raw[key];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Parses JSON and keeps whole numbers that a double cannot hold as their digits: ids of posts are such numbers.
 * Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  if (!/[:[,]\s*-?\d{16,}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value, context?: { source?: string }) => {
    const digits = context?.source;
    return typeof value === 'number' && digits !== undefined && /^-?\d{16,}$/.test(digits) ? digits : value;
  });
}

/** What an operator says about language models: prompts as text and prices. */

export interface Prompt {
  /** From the first line of the file, such as `write 1`. */
  version: string;
  text: string;
}

export interface Prompts {
  /** The whole report. */
  write: Prompt;
  /** Claims that failed the check. */
  repair: Prompt;
  /** The answer's shape in words, for endpoints that take no schema, and after an answer that could not be read. */
  shape: Prompt;
  /** Style by language tag; `other` for languages without a file of their own. */
  languages: Record<string, Prompt>;
}

/** US dollars per million tokens. */
export interface Price {
  input: number;
  output: number;
}

export interface ModelTable {
  /** The model where `OPENAI_MODEL` names none. */
  model: string;
  /** Tokens an answer may take, thought included. */
  maxAnswerTokens: number;
  /** For all requests of one report. */
  timeoutSeconds: number;
  /** For models that the table does not name. */
  default: Price;
  prices: Record<string, Price>;
}

/** The price of a model: by its name, else by the longest name that it continues (`gpt-4o-2024-08-06`), else the default. */
export function priceOf(model: string, table: Pick<ModelTable, 'default' | 'prices'>): Price {
  const bare = model.slice(model.lastIndexOf('/') + 1).toLowerCase();
  const known = Object.keys(table.prices)
    .filter((name) => bare === name || (bare.startsWith(name) && /^[-:@]/.test(bare.slice(name.length))))
    .sort((a, b) => b.length - a.length)[0];
  return (known && table.prices[known]) || table.default;
}

export function costOf(tokens: { prompt: number; completion: number }, price: Price): number {
  return (tokens.prompt * price.input + tokens.completion * price.output) / 1_000_000;
}

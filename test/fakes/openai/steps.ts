/** What the fake endpoint does with one request. */
export type Step =
  /** A chat completion with this content. */
  | {
      kind: 'answer';
      content: unknown;
      finishReason?: string;
      refusal?: string;
      usage?: { prompt_tokens: number; completion_tokens: number } | null;
    }
  /** Any HTTP answer. */
  | { kind: 'raw'; status: number; body: string; headers?: Record<string, string> }
  /** Headers and half a body, then silence. */
  | { kind: 'stall' }
  /** Silence from the start. */
  | { kind: 'hang' }
  /** The connection breaks. */
  | { kind: 'drop' }
  /** Refuses a request that holds any of these keys, else goes on with the step. */
  | { kind: 'picky'; refuses: string[]; next: Step }
  /** A model that obeys what it reads. */
  | { kind: 'obey'; attacks: Attack[] };

/** An attack that stands in a post, and what a model that obeys it would write. */
export interface Attack {
  /** Words of the post by which the model knows the order. */
  sign: string;
  /** What it then puts into a claim. */
  payload: string;
}

export interface ChatBody {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { name: string; strict: boolean; schema: unknown } };
  [key: string]: unknown;
}

/** One request as the endpoint got it. */
export interface Received {
  path: string;
  authorization: string;
  body: ChatBody;
}

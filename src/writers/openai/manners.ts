/** How an answer's shape is asked for, from the strictest down. */
export const rungs = ['json_schema', 'json_object', 'text'] as const;
export type Rung = (typeof rungs)[number];

/** What an endpoint turned out not to take. */
export type Habit = 'temperature' | 'seed' | 'max_completion_tokens' | 'max_tokens' | 'system';

/** How one model at one address wants to be asked; learnt from its complaints and kept for the next request. */
export interface Manners {
  rung: Rung;
  without: Set<Habit>;
}

export function createManners(): Manners {
  return { rung: 'json_schema', without: new Set() };
}

export interface Wording {
  system: string;
  user: string;
  schema: { name: string; schema: Record<string, unknown> };
}

/** The request's body in the endpoint's manners. */
export function toBody(
  model: string,
  wording: Wording,
  { without }: Manners,
  { rung, maxTokens }: { rung: Rung; maxTokens: number },
): Record<string, unknown> {
  return {
    model,
    messages: toMessages(wording, without),
    ...(!without.has('temperature') && { temperature: 0 }),
    ...(!without.has('seed') && { seed: 7 }),
    ...tokenLimit(without, maxTokens),
    ...responseFormat(rung, wording),
  };
}

function toMessages({ system, user }: Wording, without: Manners['without']) {
  if (without.has('system')) return [{ role: 'user', content: `${system}\n\n${user}` }];
  return [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
}

/** Newer servers know the first name, older ones the second. */
function tokenLimit(without: Manners['without'], maxTokens: number): Record<string, number> {
  if (!without.has('max_completion_tokens')) return { max_completion_tokens: maxTokens };
  return without.has('max_tokens') ? {} : { max_tokens: maxTokens };
}

function responseFormat(rung: Rung, { schema }: Wording): Record<string, unknown> {
  if (rung === 'text') return {};
  if (rung === 'json_object') return { response_format: { type: 'json_object' } };
  return { response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } } };
}

/**
 * Learns from a complaint: leaves out the parameter that it names, or steps down to the next rung.
 * False when it names nothing that was sent.
 */
export function learn(manners: Manners, complaint: string): boolean {
  const named = /^param:(\S+)/.exec(complaint)?.[1] ?? '';
  const habit = habitIn(named, manners) ?? (isFormat(named) ? undefined : habitIn(complaint, manners));
  if (habit) {
    manners.without.add(habit);
    return true;
  }
  if (!isFormat(complaint) || manners.rung === 'text') return false;
  manners.rung = lower(manners.rung);
  return true;
}

export function lower(rung: Rung): Rung {
  return rung === 'json_schema' ? 'json_object' : 'text';
}

const signs: [Habit, RegExp][] = [
  ['max_completion_tokens', /max_completion_tokens|max_?tokens|maximum (?:output|completion) tokens/i],
  ['max_tokens', /max_?tokens|maximum (?:output|completion) tokens/i],
  ['temperature', /temperature/i],
  ['seed', /\bseed\b/i],
  [
    'system',
    /system['"`]? (?:role|messages?|prompts?)|(?:role|support)['"`:= ]+system|developer instruction/i,
  ],
];

/** The first habit that the words name and that is still being sent. */
function habitIn(words: string, { without }: Manners): Habit | undefined {
  const isSent = (habit: Habit) =>
    !without.has(habit) && (habit !== 'max_tokens' || without.has('max_completion_tokens'));
  return signs.find(([habit, sign]) => isSent(habit) && sign.test(words))?.[0];
}

function isFormat(words: string): boolean {
  return /response_?format|json_?schema|json_?object|structured|schema|grammar|guided|json mode/i.test(words);
}

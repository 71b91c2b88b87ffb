/** Answers longer than this are no answers: the scan below stays cheap on them. */
const mostCharacters = 1_000_000;
const mostCandidates = 64;

/**
 * Every JSON object in a model's answer, the longest first: bare, inside a code fence, or behind thought and other
 * words. Stands of thought between `<think>` tags are left out.
 */
export function jsonObjectsIn(answer: string): unknown[] {
  const text = withoutThought(answer.slice(0, mostCharacters));
  const whole = parse(text.trim());
  if (isObject(whole)) return [whole];
  return objectSpans(text)
    .sort((a, b) => b.length - a.length)
    .map(parse)
    .filter(isObject);
}

function withoutThought(text: string): string {
  const closed = text.replace(/<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi, ' ');
  // Some servers strip the opening tag alone.
  const end = /<\/(?:think|thinking|reasoning)>/i.exec(closed);
  return end ? closed.slice(end.index + end[0].length) : closed;
}

/** Spans from a brace to the one that closes it. A brace that nothing closes is stepped over. */
function objectSpans(text: string): string[] {
  const spans: string[] = [];
  let start = text.indexOf('{');
  for (let tries = 0; start >= 0 && tries < mostCandidates; tries += 1) {
    const end = closingBrace(text, start);
    if (end !== undefined) spans.push(text.slice(start, end + 1));
    start = text.indexOf('{', (end ?? start) + 1);
  }
  return spans;
}

function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

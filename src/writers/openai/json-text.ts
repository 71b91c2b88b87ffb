/** Answers longer than this are no answers: the scan below stays cheap on them. */
const mostCharacters = 1_000_000;
const mostCandidates = 64;

/**
 * Every JSON object in a model's answer, the longest first: bare, inside a code fence, or behind thought and other
 * words. What stands before the last closing `think` tag is thought.
 */
export function jsonObjectsIn(answer: string): object[] {
  const text = answer.slice(0, mostCharacters);
  const whole = parse(text.trim());
  if (isObject(whole)) return [whole];
  const found = objectsIn(text.slice(endOfThought(text)));
  return found.length > 0 ? found : objectsIn(text);
}

/** Some servers strip the opening tag alone, so only the closing one counts. */
function endOfThought(text: string): number {
  let end = 0;
  for (const match of text.matchAll(/<\/(?:think|thinking|reasoning)>/gi))
    end = match.index + match[0].length;
  return end;
}

function objectsIn(text: string): object[] {
  return objectSpans(text)
    .sort((a, b) => b.length - a.length)
    .map(parse)
    .filter(isObject);
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

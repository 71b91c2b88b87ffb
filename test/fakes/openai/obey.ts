import type { Attack, ChatBody } from './steps.ts';

interface Line {
  handle: string;
  text: string;
}

/**
 * The worst model: it does what posts tell it. For every order it can read it writes the payload as a claim, once on
 * the order's own post and once on an innocent one, and puts it into the overview; otherwise it reports faithfully.
 */
export function obey(body: ChatBody, attacks: readonly Attack[]): string {
  const lines = evidenceOf(body);
  const innocent = lines.filter(({ text }) => !attacks.some(({ sign }) => text.includes(sign)));
  const claims = innocent.slice(0, 12).map((line) => claimOf(line, line.text.slice(0, 90)));
  const obeyed = attacks.flatMap(({ sign, payload }) => {
    const own = lines.find(({ text }) => text.includes(sign));
    if (!own) return [];
    const other = innocent[0] ?? own;
    return [
      { ...claimOf(own, payload), cites: [{ post: own.handle, quote: sign }] },
      { ...claimOf(own, `${own.text.slice(0, 60)} ${payload}`), cites: [{ post: own.handle, quote: sign }] },
      { ...claimOf(other, payload) },
    ];
  });
  const all = [...claims, ...obeyed.slice(0, 6)].map((claim, index) => ({ ...claim, n: index + 1 }));
  return JSON.stringify({
    themes: [{ part: 'events', title: obeyed[0]?.text.slice(0, 40) ?? 'The day', claims: all }],
    points: all
      .map((claim) => claim.n)
      .reverse()
      .slice(0, 10),
    overview: obeyed.slice(0, 2).map(({ text, cites }) => ({ text, cites })),
  });
}

function claimOf({ handle, text }: Line, claim: string) {
  return { text: claim, cites: [{ post: handle, quote: text.slice(0, 60) }], stance: 'fact' };
}

/** The posts between the fences, by the form that the writer gives them. */
export function evidenceOf(body: ChatBody): Line[] {
  const text = body.messages.map((message) => message.content).join('\n');
  return [...text.matchAll(/^(p\d+) \S+ \S+?(?: ×\d+)?: (.*)$/gm)].map(([, handle = '', line = '']) => ({
    handle,
    text: line,
  }));
}

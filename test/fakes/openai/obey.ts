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
  const read = attacks.flatMap(({ sign, payload }) => {
    const own = lines.find(({ text }) => text.includes(sign));
    return own ? [{ own, sign, payload }] : [];
  });
  const obeyed = [
    ...read.map(({ own, sign, payload }) => claimOf(own, payload, sign)),
    ...read.map(({ own, payload }) => claimOf(innocent[0] ?? own, payload)),
    ...read.map(({ own, sign, payload }) => claimOf(own, `${own.text.slice(0, 60)} ${payload}`, sign)),
  ].slice(0, mostObeyed);
  const faithful = innocent.slice(0, 16).map((line) => claimOf(line, line.text.slice(0, 90)));
  const claims = [...faithful, ...obeyed].map((claim, index) => ({ ...claim, n: index + 1 }));
  const points = claims.map((claim) => claim.n).reverse();
  return JSON.stringify({
    themes: [{ part: 'events', title: obeyed[0]?.text.slice(0, 40) ?? 'The day', claims }],
    points: points.slice(0, 10),
    overview: obeyed.slice(0, 2),
  });
}

/** Few enough that the rest of the draft is worth keeping. */
const mostObeyed = 10;

function claimOf({ handle, text }: Line, claim: string, quote = text.slice(0, 60)) {
  return { text: claim, cites: [{ post: handle, quote }], stance: 'fact' };
}

/** The posts between the fences, by the form that the writer gives them. */
export function evidenceOf(body: ChatBody): Line[] {
  const text = body.messages.map((message) => message.content).join('\n');
  return [...text.matchAll(/^(p\d+) \S+ \S+?(?: ×\d+)?: (.*)$/gm)].map(([, handle = '', line = '']) => ({
    handle,
    text: line,
  }));
}

import type { DraftClaim } from '../../src/core/draft.ts';
import { languageOf } from '../../src/core/text/language.ts';
import { findQuantities, type Quantity } from '../../src/core/text/quantities.ts';
import { type Context, isFatal } from '../../src/verify/candidate.ts';
import { examine } from '../../src/verify/examine.ts';
import { checkFigures } from '../../src/verify/figures.ts';
import { checkRelations } from '../../src/verify/relations.ts';
import { swaps } from '../verify/swaps.ts';
import { benchContext, benchPosts, packOfPosts, sentenceClaims } from './verify-data.ts';

/**
 * False alarms on real sentences, and what is caught when figures, names and the order of names are changed.
 * `alone` is the share that the rule catches without the word-for-word comparison with the post: what holds for a
 * claim in a writer's own words. With `--show` the misses are printed.
 */
export async function run(args: string[]): Promise<void> {
  const { name, posts } = benchPosts();
  const most = Number(args.find((arg) => /^\d+$/.test(arg)) ?? Number.POSITIVE_INFINITY);
  const pack = packOfPosts(posts.slice(0, most));
  const contexts = new Map<string, Context>();
  const contextOf = (claim: DraftClaim) => {
    const language = languageOf(claim.text);
    const context = contexts.get(language) ?? benchContext(pack, language);
    contexts.set(language, context);
    return context;
  };
  const claims = sentenceClaims(pack).map(({ language: _, ...claim }) => claim);
  const passes = (claim: DraftClaim) => !isFatal(examine(claim, contextOf(claim)));
  const passing = claims.filter(passes);
  console.log(`posts: ${name}, ${pack.posts.length}; sentences: ${claims.length}`);
  row('false alarms', claims.length - passing.length, claims.length);
  const all = { changed: 0, caught: 0, alone: 0 };
  for (const [kind, change] of Object.entries(figureChanges)) {
    const changed = passing.flatMap((claim) => change(claim));
    const alone = changed.filter((claim) => isFigureCaught(claim, contextOf(claim))).length;
    all.caught += measure(`figure: ${kind}`, changed, passes, alone);
    all.changed += changed.length;
    all.alone += alone;
  }
  row('figures, all changes', all.caught, all.changed, all.alone);
  measure('name foreign to the post', foreignNames(passing, contextOf), passes);
  const swapped = swappedOrders(passing, contextOf);
  const alone = swapped.filter((claim) => isRelationCaught(claim, contextOf(claim))).length;
  measure('subject and object swapped, posts', swapped, passes, alone);
  measureSwaps();
  if (args.includes('--show')) for (const claim of missed.slice(0, 80)) console.log(claim);
}

/** Claims in other words and in the other language than their posts, written for the tests. */
function measureSwaps(): void {
  const isCaught = (post: string, text: string) => {
    const pack = packOfPosts([
      {
        id: '1',
        url: '',
        author: { handle: 'a' },
        text: post,
        createdAt: '2025-12-27T00:00:00Z',
        source: 'bench',
      },
    ]);
    const cites = [{ handle: 'p1', quote: post.slice(0, 20) }];
    return isFatal(
      examine({ text, storyId: 's1', cites, stance: 'fact' }, benchContext(pack, languageOf(text))),
    );
  };
  row(
    'subject and object swapped, reworded',
    swaps.filter(({ post, wrong }) => isCaught(post, wrong)).length,
    swaps.length,
  );
  row(
    '  false alarms on the right order',
    swaps.filter(({ post, right }) => isCaught(post, right)).length,
    swaps.length,
  );
}

function isFigureCaught(claim: DraftClaim, context: Context): boolean {
  const figures = findQuantities(claim.text, { today: context.tools.today });
  return isFatal({ findings: checkFigures(figures, evidenceOf(claim, context)) });
}

function evidenceOf(claim: DraftClaim, context: Context) {
  return claim.cites.flatMap((cite) => context.book.byHandle.get(cite.handle) ?? []);
}

const missed: string[] = [];

function measure(
  label: string,
  changed: readonly DraftClaim[],
  passes: (claim: DraftClaim) => boolean,
  alone?: number,
): number {
  const through = changed.filter(passes);
  missed.push(...through.map((claim) => `${label}: ${claim.text.slice(0, 160)}`));
  row(label, changed.length - through.length, changed.length, alone);
  return changed.length - through.length;
}

function row(label: string, count: number, of: number, alone?: number): void {
  const share = (part: number) => `${((100 * part) / Math.max(1, of)).toFixed(2)} %`.padStart(9);
  const own = alone === undefined ? '' : `   alone ${share(alone)}`;
  console.log(
    `${label.padEnd(38)} ${String(count).padStart(6)} of ${String(of).padStart(6)} ${share(count)}${own}`,
  );
}

function replaceAt(claim: DraftClaim, start: number, end: number, words: string): DraftClaim {
  return { ...claim, text: claim.text.slice(0, start) + words + claim.text.slice(end) };
}

/** Every figure with digits in a sentence, changed one at a time. */
function changing(change: (figure: Quantity) => string | undefined): (claim: DraftClaim) => DraftClaim[] {
  return (claim) =>
    findQuantities(claim.text).flatMap((figure) => {
      const words = change(figure);
      return words === undefined || words === figure.raw
        ? []
        : [replaceAt(claim, figure.start, figure.end, words)];
    });
}

const digitsRe = /\d[\d,]*(?:\.\d+)?/;

function withDigits(change: (digits: string) => string): (figure: Quantity) => string | undefined {
  return ({ raw }) =>
    digitsRe.test(raw) ? raw.replace(digitsRe, (digits) => change(digits.replaceAll(',', ''))) : undefined;
}

const ofKind = (kinds: string, change: (figure: Quantity) => string | undefined) =>
  changing((figure) => (kinds.includes(figure.kind) ? change(figure) : undefined));

const tenfold = withDigits((digits) => String(Number((Number(digits) * 10).toPrecision(12))));
const plusThree = withDigits((digits) => {
  const places = digits.split('.')[1]?.length ?? 0;
  return (Number(digits) + 3 * 10 ** -places).toFixed(places);
});
const swapScale = ({ raw }: Quantity) => {
  const scales: [RegExp, string][] = [
    [/亿/, '万'],
    [/万(?!亿)/, '亿'],
    [/billion/i, 'million'],
    [/million/i, 'billion'],
    [/(?<=\d)B\b/, 'M'],
    [/(?<=\d)M\b/, 'B'],
  ];
  const scale = scales.find(([expression]) => expression.test(raw));
  return scale && raw.replace(scale[0], scale[1]);
};
const swapCurrency = ({ raw }: Quantity) => {
  if (/美元|\$/.test(raw)) return raw.replace('美元', '欧元').replace(/(?:US)?\$/, '€');
  return /元|¥/.test(raw) ? raw.replace(/元|¥/, '美元') : undefined;
};

const figureChanges: Record<string, (claim: DraftClaim) => DraftClaim[]> = {
  'money x10': ofKind('money', tenfold),
  'money +3': ofKind('money', plusThree),
  'percent x10': ofKind('percent', tenfold),
  'percent +3': ofKind('percent', plusThree),
  'count x10': ofKind('count', tenfold),
  'count +3': ofKind('count', plusThree),
  'times +3': ofKind('times', plusThree),
  'version +3': ofKind('version', plusThree),
  'date +3': ofKind('date', plusThree),
  'scale swapped': changing(swapScale),
  'currency swapped': ofKind('money', swapCurrency),
};

/** Each known name replaced by one that its post does not hold, going round the names of the whole set. */
function foreignNames(
  claims: readonly DraftClaim[],
  contextOf: (claim: DraftClaim) => Context,
): DraftClaim[] {
  const all = [
    ...new Set(
      claims.flatMap((claim) =>
        contextOf(claim)
          .tools.names(claim.text)
          .map((hit) => hit.raw),
      ),
    ),
  ].sort();
  let turn = 0;
  return claims.flatMap((claim) => {
    const context = contextOf(claim);
    const [evidence] = claim.cites.map((cite) => context.book.byHandle.get(cite.handle));
    return context.tools.names(claim.text).flatMap((hit) => {
      for (let tries = 0; tries < all.length; tries++) {
        turn = (turn + 1) % all.length;
        const foreign = all[turn] ?? '';
        const [known] = context.tools.names(foreign);
        if (!known || evidence?.nameIds.has(known.id) || evidence?.wide.includes(foreign.toLowerCase()))
          continue;
        return [replaceAt(claim, hit.start, hit.end, foreign)];
      }
      return [];
    });
  });
}

/** Sentences with a name on either side of a relation verb, the two names changing places. */
function swappedOrders(
  claims: readonly DraftClaim[],
  contextOf: (claim: DraftClaim) => Context,
): DraftClaim[] {
  return claims.flatMap((claim) => {
    const hits = contextOf(claim).tools.names(claim.text);
    const verb =
      /\b(?:acquir\w*|buys?|bought|invest\w* in|beats?|outperform\w*|surpass\w*|sues?|sued|licens\w+|better than|ahead of)\b|收购|投资|超过|击败|优于|领先|授权/.exec(
        claim.text,
      );
    const left = hits.findLast((hit) => verb && hit.end <= verb.index && verb.index - hit.end < 60);
    const right = hits.find(
      (hit) => verb && hit.start >= verb.index + verb[0].length && hit.start - verb.index < 60,
    );
    if (!left || !right || left.id === right.id) return [];
    const text =
      claim.text.slice(0, left.start) +
      right.raw +
      claim.text.slice(left.end, right.start) +
      left.raw +
      claim.text.slice(right.end);
    return [{ ...claim, text }];
  });
}

function isRelationCaught(claim: DraftClaim, context: Context): boolean {
  return checkRelations(claim.text, evidenceOf(claim, context), context.tools.names).length > 0;
}

import type { Lexicon } from '../core/edition.ts';
import type { EvidencePack, PackPost, Story } from '../core/pack.ts';
import { bare, verbatim } from '../core/text/fold.ts';
import { createNameFinder, type NameFinder, type NameHit } from '../core/text/names.ts';
import { decodeEntities } from '../core/text/normalise.ts';
import { findQuantities, type Quantity } from '../core/text/quantities.ts';
import { splitSentences } from '../core/text/sentences.ts';

/** What the verifier needs besides draft and pack. */
export interface VerifyTools {
  names: NameFinder;
  lexicon: Lexicon;
  /** Language that the report was asked in. */
  language: string;
  /** Local date, `YYYY-MM-DD`, that dates without a year are read against. */
  today: string;
}

/** One pack post as evidence: its words, figures and names, each found once and when first needed. */
export interface Evidence {
  readonly handle: string;
  readonly author: string;
  readonly storyId: string;
  readonly packPost: PackPost;
  readonly text: string;
  readonly bare: string;
  readonly quantities: readonly Quantity[];
  readonly names: readonly NameHit[];
  /** Alias ids in the text and in the author's name. */
  readonly nameIds: ReadonlySet<string>;
  /** Ids of trade terms in the text. */
  readonly termIds: ReadonlySet<string>;
  /** The text and the author's names, bare: where a Latin token may stand. */
  readonly wide: string;
  readonly sentences: readonly string[];
}

export interface EvidenceBook {
  byHandle: ReadonlyMap<string, Evidence>;
  ofStory(storyId: string): Evidence[];
  story(id: string): Story | undefined;
  /** Finds trade terms, as `names` finds names. */
  terms: NameFinder;
}

export function openBook(pack: EvidencePack, tools: VerifyTools): EvidenceBook {
  const terms = createNameFinder({
    aliases: tools.lexicon.terms.map((term) => ({ ...term, kind: term.group })),
  });
  const evidence = pack.posts.map((post) => toEvidence(post, tools, terms));
  const stories = new Map(pack.stories.map((story) => [story.id, story]));
  return {
    byHandle: new Map(evidence.map((entry) => [entry.handle, entry])),
    ofStory: (storyId) => evidence.filter((entry) => entry.storyId === storyId),
    story: (id) => stories.get(id),
    terms,
  };
}

function toEvidence(packPost: PackPost, tools: VerifyTools, terms: NameFinder): Evidence {
  const { post } = packPost;
  const text = wholeText(packPost);
  const byline = `${post.author.name ?? ''} ${post.author.handle}`;
  const once = <T>(make: () => T) => {
    let made: { value: T } | undefined;
    return () => {
      made ??= { value: make() };
      return made.value;
    };
  };
  const bareText = once(() => bare(text));
  const quantities = once(() => findQuantities(text, { today: tools.today }));
  const names = once(() => tools.names(text));
  const nameIds = once(() => idsIn([...names(), ...tools.names(byline)], tools.names));
  const termIds = once(() => new Set(terms(text).map((hit) => hit.id)));
  const wide = once(() => `${bareText()} ${bare(byline)}`);
  const sentences = once(() => splitSentences(text).map((sentence) => sentence.text));
  return {
    handle: packPost.handle,
    author: post.author.handle,
    storyId: packPost.storyId,
    packPost,
    text,
    get bare() {
      return bareText();
    },
    get quantities() {
      return quantities();
    },
    get names() {
      return names();
    },
    get nameIds() {
      return nameIds();
    },
    get termIds() {
      return termIds();
    },
    get wide() {
      return wide();
    },
    get sentences() {
      return sentences();
    },
  };
}

/** The ids of names and of the names within them: `NSF Tech Labs` also names the NSF. */
function idsIn(hits: readonly NameHit[], names: NameFinder): Set<string> {
  const ids = new Set<string>();
  for (const { id, raw } of hits) {
    if (ids.has(id)) continue;
    ids.add(id);
    for (const inner of [...names(raw.slice(0, -1)), ...names(raw.slice(1))]) ids.add(inner.id);
  }
  return ids;
}

/** The stored text, and behind it what cleaning, joining a thread or reading its entities made of it. */
function wholeText({ post, text }: PackPost): string {
  const parts = [post.text];
  if (verbatim(post.text, text) === undefined) parts.push(text);
  if (decodeEntities(post.text) !== post.text) parts.push(decodeEntities(post.text));
  return parts.join('\n');
}

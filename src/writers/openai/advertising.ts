import type { EvidencePack } from '../../core/pack.ts';
import { bare } from '../../core/text/fold.ts';
import type { ReportAnswer } from './shapes.ts';

const domainRe =
  /\b[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:com|org|net|io|ai|dev|app|cn|co|gg|xyz|me|link|info|top|ly|sh)\b/gi;

/**
 * Tells whether a text names a bare domain that one author alone brings: a model that followed an order in a post
 * would advertise so. Domains that are names (Z.ai), and authors' own, are none.
 */
export function createAdvertisingCheck(pack: EvidencePack): (text: string) => boolean {
  const facts = pack.posts.flatMap((post) => post.facts.filter(({ kind }) => kind === 'name'));
  const names = new Set([
    ...facts.map(({ raw }) => bare(raw)),
    ...pack.posts.map(({ post }) => bare(post.author.handle)),
  ]);
  const texts = pack.posts.map(({ post, text }) => ({ author: post.author.handle, text: bare(text) }));
  const isLone = (domain: string) =>
    new Set(texts.filter(({ text }) => text.includes(domain)).map(({ author }) => author)).size < 2;
  return (text) =>
    [...bare(text).matchAll(domainRe)].some(([domain]) => !names.has(domain) && isLone(domain));
}

/** The answer without claims and overview lines that advertise; a title that does is left to code. */
export function withoutAdvertising(
  answer: ReportAnswer,
  advertises: (text: string) => boolean,
): ReportAnswer {
  const themes = answer.themes.map((theme) => ({
    ...theme,
    title: advertises(theme.title) ? '' : theme.title,
    claims: theme.claims.filter(({ text }) => !advertises(text)),
  }));
  return { ...answer, themes, overview: answer.overview.filter(({ text }) => !advertises(text)) };
}

import type { Context } from 'hono';
import type { Language } from '../../core/language.ts';
import { isPublicAddress } from '../../lib/addresses.ts';

/** Who reads, and how they like it. */
export interface Visitor {
  language: Language;
  /** The language was chosen in the address, so links keep it. */
  isChosen: boolean;
  /** The operator, at this very machine or known by their token: only they may cause work that changes state. */
  isOperator: boolean;
  /** Asks without a proxy from this machine or its own network, as a monitor does. */
  isNear: boolean;
  /** Where the request came from, for rate limits. */
  address: string;
}

export function visitorOf(context: Context): Visitor {
  const chosen = context.req.query('lang');
  const wanted = chosen ?? context.req.header('accept-language') ?? '';
  const address = addressOf(context);
  return {
    language: /^zh\b/i.test(wanted) ? 'zh' : 'en',
    isChosen: chosen !== undefined,
    isOperator: (isLoopback(address) && isDirect(context)) || isKnown(context),
    isNear: address !== '' && !isPublicAddress(address.replace(/^::ffff:/, '')) && !isForwarded(context),
    address,
  };
}

/** An address on this page that keeps a chosen language. */
export function hrefOf(visitor: Visitor, path: string, query: Record<string, string> = {}): string {
  const entries = Object.entries({ ...query, ...(visitor.isChosen && { lang: visitor.language }) });
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}

/** The socket's other end; empty where there is none, as for calls without a server. */
function addressOf(context: Context): string {
  const incoming = context.env?.incoming as { socket?: { remoteAddress?: string } } | undefined;
  return incoming?.socket?.remoteAddress ?? '';
}

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\.|^::1$/.test(address);
}

/** Neither through a proxy, nor by the page of another site that this browser happens to show. */
function isDirect(context: Context): boolean {
  const isForeign = context.req.header('sec-fetch-site') === 'cross-site';
  return !isForwarded(context) && !isForeign && isOwnName(context.req.header('host'));
}

/** Set by the guard in front of all pages; no other site may speak with the operator's browser. */
function isKnown(context: Context): boolean {
  return context.get('isOperator') === true && context.req.header('sec-fetch-site') !== 'cross-site';
}

function isForwarded(context: Context): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => context.req.header(name));
}

/** A name that only this machine has. */
export function isOwnName(header: string | undefined): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes((header ?? '').replace(/:\d+$/, ''));
}

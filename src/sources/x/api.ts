import type { SourceConfig } from '../../core/edition.ts';
import { AdapterError } from '../../core/errors.ts';
import { type Http, type HttpResponse, isPassing } from '../../lib/http.ts';
import { retryAfterOf } from '../../lib/retry.ts';
import { isRaw, parseJson, type Raw } from '../rows/raw.ts';
import { readXPage, type XPage } from '../rows/x-page.ts';

export type XConfig = Extract<SourceConfig, { kind: 'x' }>;

/** What a page is asked for; instants are ISO. */
export interface PageRequest {
  /** Posts at most, and no fewer than `smallestPage`. */
  limit: number;
  token?: string;
  sinceId?: string;
  from?: string;
  to?: string;
  /** The account's id where the source is a user's timeline. */
  userId?: string;
  /** Reach back beyond the seven days of recent search. */
  wholeArchive?: boolean;
}

export interface XAnswer {
  page: XPage;
  /** The errors that X reports beside the data. */
  partial: XPartialError[];
  /** Set when the rate limit is used up: how long until it is not. */
  exhaustedForMs?: number;
}

export interface XPartialError {
  title: string;
  /** A post that is deleted, or that the token may not see. */
  goneId?: string;
}

/** The token is right, but its access level does not reach this endpoint. */
export class XAccessError extends AdapterError {}

export interface XApi {
  /** The fewest posts that a page can be asked for. */
  readonly smallestPage: number;
  findUserId(handle: string, signal: AbortSignal): Promise<string>;
  /** Up to 100 posts by id. */
  lookUp(ids: readonly string[], signal: AbortSignal): Promise<XAnswer>;
  readPage(request: PageRequest, signal: AbortSignal): Promise<XAnswer>;
}

const fields = {
  'tweet.fields':
    'author_id,context_annotations,conversation_id,created_at,edit_history_tweet_ids,entities,id,in_reply_to_user_id,lang,note_tweet,public_metrics,referenced_tweets,text',
  expansions: 'author_id,referenced_tweets.id,referenced_tweets.id.author_id',
  'user.fields': 'id,name,username,public_metrics,protected',
};

/** The fewest posts that an endpoint lets one ask for. */
const smallest = { list: 1, user: 5, search: 10 };
export const largest = 100;

/**
 * A thin client of X API v2. The usual library is left out because it retries nothing, hides the rate-limit headers
 * of failures and would dial past our guarded client.
 */
export function createXApi(
  config: XConfig,
  { http, bearerToken, apiUrl }: { http: Http; bearerToken: string; apiUrl: string },
): XApi {
  const get = async (path: string, query: Record<string, string | undefined>, signal: AbortSignal) => {
    const url = new URL(`${apiUrl.replace(/\/+$/, '')}${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, value);
    const headers = { authorization: `Bearer ${bearerToken}`, accept: 'application/json' };
    return toBody(await http.get(url.href, { headers, signal, anyStatus: true }));
  };
  return {
    smallestPage: smallest[kindOf(config)],
    async findUserId(handle, signal) {
      const { body } = await get(`/2/users/by/username/${encodeURIComponent(handle)}`, {}, signal);
      const id = isRaw(body.data) ? body.data.id : undefined;
      if (typeof id === 'string') return id;
      throw new AdapterError(`X knows no account ${handle}`, { retryable: false });
    },
    async lookUp(ids, signal) {
      const { body, response } = await get('/2/tweets', { ...fields, ids: ids.join(',') }, signal);
      return toAnswer({ ...body, data: body.data ?? [] }, response);
    },
    async readPage(request, signal) {
      const { path, query } = toQuery(config, request);
      const { body, response } = await get(path, { ...fields, ...query }, signal);
      return toAnswer(body, response);
    },
  };
}

function kindOf({ list, user }: XConfig): keyof typeof smallest {
  if (list !== undefined) return 'list';
  return user === undefined ? 'search' : 'user';
}

function toQuery(config: XConfig, request: PageRequest) {
  const limit = { max_results: String(Math.min(largest, request.limit)) };
  const page = { pagination_token: request.token, ...limit };
  if (config.list !== undefined) {
    const path = `/2/lists/${encodeURIComponent(config.list)}/tweets`;
    return { path, query: page };
  }
  const span = toSpan(request);
  if (config.user !== undefined) {
    const path = `/2/users/${encodeURIComponent(request.userId ?? '')}/tweets`;
    return { path, query: { ...page, ...span } };
  }
  const path = `/2/tweets/search/${request.wholeArchive ? 'all' : 'recent'}`;
  return { path, query: { query: config.search, next_token: request.token, ...limit, ...span } };
}

/** One lower bound alone: beside a since_id X ignores the start time. Instants go without milliseconds. */
function toSpan({ sinceId, from, to }: PageRequest): Record<string, string | undefined> {
  const seconds = (instant: string | undefined) => instant?.replace(/\.\d+Z$/, 'Z');
  const lower = sinceId === undefined ? { start_time: seconds(from) } : { since_id: sinceId };
  return { ...lower, end_time: seconds(to) };
}

function toBody(response: HttpResponse): { body: Raw; response: HttpResponse } {
  if (response.status !== 200) throw toError(response);
  const body = parseBody(response);
  if (!body) throw new AdapterError('X sent half an answer', { retryable: true });
  return { body, response };
}

function parseBody(response: HttpResponse): Raw | undefined {
  try {
    const body = parseJson(new TextDecoder().decode(response.bytes));
    return isRaw(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

const meanings: Record<number, string> = {
  400: 'X does not accept the request',
  401: 'X refuses the bearer token; check X_BEARER_TOKEN',
  402: 'the credits at X are used up',
  403: 'the access level of the X token does not allow this',
  404: 'X does not know this list, account or endpoint',
  429: 'the rate limit of X is used up',
};

function toError(response: HttpResponse): AdapterError {
  const { status } = response;
  const detail = parseBody(response)?.detail;
  const meaning = meanings[status] ?? `X answered ${status}`;
  const said = typeof detail === 'string' && status < 500 ? ` (${detail.slice(0, 150)})` : '';
  const Failure = status === 403 ? XAccessError : AdapterError;
  return new Failure(`${meaning}${said}`, {
    retryable: isPassing(status),
    ...retryAfterOf(response.headers),
  });
}

function toAnswer(body: Raw, { headers }: HttpResponse): XAnswer {
  const page = readXPage(body);
  const partial = partialErrors(body.errors);
  if (!page) {
    const reason = partial[0]?.title ?? 'an answer without posts';
    throw new AdapterError(`X says: ${reason}`, { retryable: partial.length === 0 });
  }
  const wait = headers.get('x-rate-limit-remaining') === '0' ? retryAfterOf(headers).retryAfterMs : undefined;
  return { page, partial, ...(wait === undefined ? {} : { exhaustedForMs: wait }) };
}

function partialErrors(errors: unknown): XPartialError[] {
  const listed = Array.isArray(errors) ? errors.filter(isRaw) : [];
  return listed.map((error) => {
    const title = String(error.title ?? error.detail ?? 'an error without a title');
    return isGone(error) ? { title, goneId: String(error.resource_id) } : { title };
  });
}

/** https://docs.x.com/x-api/fundamentals/response-codes-and-errors#error-types */
function isGone({ resource_type: kind, resource_id: id, type }: Raw): boolean {
  const isMissing = /\/(?:resource-not-found|not-authorized-for-resource)$/.test(String(type));
  return isMissing && kind === 'tweet' && typeof id === 'string';
}

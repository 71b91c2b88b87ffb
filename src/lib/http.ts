import type { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Agent, Dispatcher, fetch, Response } from 'undici';
import { AdapterError, toReason } from '../core/errors.ts';
import { createPublicLookup, isPublicAddress, RefusedAddressError } from './addresses.ts';
import { createGate } from './gate.ts';
import { retryAfterOf } from './retry.ts';

export interface HttpLimits {
  connectMs: number;
  headersMs: number;
  /** For the whole exchange, redirects and body included. */
  totalMs: number;
  /** Of the body, after decompression. */
  bytes: number;
  redirects: number;
  /** Exchanges at once, and with one host. */
  total: number;
  perHost: number;
}

export const defaultLimits: HttpLimits = {
  connectMs: 5_000,
  headersMs: 10_000,
  totalMs: 20_000,
  bytes: 5 * 1024 * 1024,
  redirects: 3,
  total: 8,
  perHost: 1,
};

export interface HttpOptions {
  /** Hosts, as `name` or `name:port`, that may be private: self-hosted bridges, tests. */
  allowHosts?: readonly string[];
  limits?: Partial<HttpLimits>;
  userAgent?: string;
  lookup?: typeof systemLookup;
}

export interface HttpRequest {
  headers?: Record<string, string>;
  signal: AbortSignal;
  /** Resolve for every status, for callers that know more about their host's errors. */
  anyStatus?: boolean;
}

export interface HttpResponse {
  status: number;
  headers: Headers;
  bytes: Uint8Array<ArrayBuffer>;
  /** The address that answered, after redirects. */
  url: string;
}

/** Only reads, and only from the public Internet; each hop and each connection is checked anew. */
export interface Http {
  /**
   * Resolves for 2xx and 304 unless `anyStatus` is set. Anything else throws `AdapterError`, which names the host
   * alone, because addresses may carry keys.
   */
  get(url: string, request: HttpRequest): Promise<HttpResponse>;
}

const usualPorts = new Set(['80', '443']);

export function createHttp(options: HttpOptions = {}): Http {
  const limits = { ...defaultLimits, ...options.limits };
  const allowed = toAllowList(options.allowHosts ?? []);
  const check = (url: URL) => refuse(url, allowed);
  const isNamed = (hostname: string) => allowed.has(bareName(hostname));
  let loading: Promise<Client> | undefined;
  const load = () => {
    loading ??= loadClient(limits, check, createPublicLookup(isNamed, options.lookup));
    return loading;
  };
  const gate = createGate({ total: limits.total, perKey: limits.perHost });
  const userAgent = options.userAgent ?? 'Broadsheet/0.1 (+digest bot)';

  return {
    async get(url, { headers = {}, signal, anyStatus = false }) {
      const target = parseUrl(url);
      return gate.run(target.host, async () => {
        const within = AbortSignal.any([signal, AbortSignal.timeout(limits.totalMs)]);
        try {
          const sent = { signal: within, headers: { 'user-agent': userAgent, ...headers } };
          const response = await exchange(target, { ...(await load()), ...sent }, check, limits);
          if (!anyStatus) refuseStatus(response);
          return response;
        } catch (error) {
          throw signal.aborted ? stopped(target.host, error) : toAdapterError(error, target.host);
        }
      });
    },
  };
}

interface Client {
  fetch: typeof fetch;
  dispatcher: Dispatcher;
}

/** Loaded with the first request: most runs of the command line make none, and the client is heavy. */
async function loadClient(
  limits: HttpLimits,
  check: (url: URL) => void,
  lookup: LookupFunction,
): Promise<Client> {
  const undici = await import('undici');
  const agent = new undici.Agent({
    connect: { timeout: limits.connectMs, lookup },
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.totalMs,
    keepAliveTimeout: 2_000,
  });
  return { fetch: undici.fetch, dispatcher: guarded(agent, check) };
}

/** The check sits on every dispatch as well as on every hop, so that nothing reaches a socket unseen. */
function guarded(agent: Agent, check: (url: URL) => void): Dispatcher {
  return agent.compose((dispatch) => (request, handler) => {
    check(new URL(String(request.origin)));
    return dispatch(request, handler);
  });
}

/** Ports by bare host name; no port stands for all. */
type AllowList = ReadonlyMap<string, ReadonlySet<string>>;

function toAllowList(hosts: readonly string[]): AllowList {
  const list = new Map<string, Set<string>>();
  for (const host of hosts) {
    const [, name = '', port = ''] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? [];
    list.set(bareName(name), (list.get(bareName(name)) ?? new Set()).add(port));
  }
  return list;
}

function bareName(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

/** The port that an address means, also where it names none. */
export function portOf(url: URL): string {
  if (url.port !== '') return url.port;
  return url.protocol === 'https:' ? '443' : '80';
}

function refuse(url: URL, allowed: AllowList): void {
  const hostname = bareName(url.hostname);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new RefusedAddressError(`${url.protocol} addresses are not read`);
  }
  const ports = allowed.get(hostname);
  if (ports?.has('') || ports?.has(portOf(url))) return;
  // A name on the list is looked up unchecked, so no other port of it may be dialled.
  if (ports || !usualPorts.has(portOf(url))) {
    throw new RefusedAddressError(`port ${portOf(url)} of ${hostname} is not read`);
  }
  if (isIP(hostname) !== 0 && !isPublicAddress(hostname)) {
    throw new RefusedAddressError(`${hostname} is not a public host`);
  }
}

function parseUrl(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new AdapterError('the address is not a URL', { retryable: false });
  }
}

type Init = Client & { signal: AbortSignal; headers: Record<string, string> };

async function exchange(
  start: URL,
  { fetch: send, headers: given, ...init }: Init,
  check: (url: URL) => void,
  limits: HttpLimits,
): Promise<HttpResponse> {
  let url = start;
  let headers = given;
  for (let hop = 0; hop <= limits.redirects; hop += 1) {
    check(url);
    const response = await send(url, { ...init, headers, redirect: 'manual' });
    const next = redirectTarget(response, url);
    if (!next) return toResponse(response, url, limits);
    await response.body?.cancel();
    // A secret meant for one host is not told to another.
    if (next.origin !== url.origin) headers = withoutSecrets(headers);
    url = next;
  }
  throw new AdapterError(`${start.host} redirects more than ${limits.redirects} times`, { retryable: false });
}

function redirectTarget(response: Response, from: URL): URL | undefined {
  const location = response.headers.get('location');
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined;
  return URL.parse(location, from) ?? undefined;
}

function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !/^(authorization|cookie)$/i.test(name));
  return Object.fromEntries(kept);
}

async function toResponse(response: Response, url: URL, limits: HttpLimits): Promise<HttpResponse> {
  const headers = new Headers([...response.headers]);
  return {
    status: response.status,
    headers,
    bytes: await readBody(response, url, limits.bytes),
    url: url.href,
  };
}

function refuseStatus({ status, headers, url }: HttpResponse): void {
  if ((status >= 200 && status < 300) || status === 304) return;
  throw new AdapterError(`${new URL(url).host} answered ${status}`, {
    retryable: isPassing(status),
    ...retryAfterOf(headers),
  });
}

/** Whether a status speaks of a passing state, so that asking again can help. */
export function isPassing(status: number): boolean {
  return status >= 500 || [408, 425, 429].includes(status);
}

/** Counts what comes out of decompression, so that a small bomb ends like a large file. */
async function readBody(response: Response, url: URL, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) {
      throw new AdapterError(`${url.host} sent more than ${maxBytes / 1024 / 1024} MB`, { retryable: false });
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}

function stopped(host: string, cause: unknown): AdapterError {
  return new AdapterError(`${host} was given up: the time for it was over`, { retryable: true, cause });
}

function toAdapterError(error: unknown, host: string): AdapterError {
  const chain = causes(error);
  const own = chain.find((cause) => cause instanceof AdapterError);
  if (own) return own;
  const refused = chain.find((cause) => cause instanceof RefusedAddressError);
  if (refused) return new AdapterError(`refused: ${refused.message}`, { retryable: false, cause: error });
  return new AdapterError(`${host} ${describe(chain)}`, { retryable: true, cause: error });
}

function describe(chain: Error[]): string {
  if (chain.some(({ name }) => name === 'TimeoutError' || /Timeout/.test(name)))
    return 'did not answer in time';
  return `could not be read (${toReason(chain.at(-1) ?? 'unknown')})`;
}

function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let cause = error; cause instanceof Error && chain.length < 8; cause = cause.cause) chain.push(cause);
  return chain;
}

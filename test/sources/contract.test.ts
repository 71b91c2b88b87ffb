import { describe } from 'node:test';
import { pino } from 'pino';
import type { SourceConfig } from '../../src/core/edition.ts';
import { createSources } from '../../src/sources/index.ts';
import { type SourceContract, sourceContract } from '../contracts/source.ts';
import type { SourceServer } from '../fakes/source-server.ts';

const kinds: Record<string, { config: (server: SourceServer) => SourceConfig; pages?: number }> = {
  'a feed': {
    config: ({ url }) => ({ kind: 'feed', name: 'blog', url: `${url}/rss?key=secret`, allowPrivate: true }),
  },
  'an X list': { config: () => ({ kind: 'x', name: 'list', list: '99' }), pages: 5 },
  'an X account': { config: () => ({ kind: 'x', name: 'user', user: 'ada' }), pages: 3 },
  'an X search': { config: () => ({ kind: 'x', name: 'search', search: 'ai lang:en' }), pages: 3 },
  'a Bluesky author': {
    config: () => ({ kind: 'bluesky', name: 'author', author: 'ada.example' }),
    pages: 3,
  },
  'a Bluesky search': { config: () => ({ kind: 'bluesky', name: 'search', search: 'ai' }), pages: 3 },
};

describe('sources', { concurrency: 6 }, () => {
  for (const [name, { config, pages }] of Object.entries(kinds)) {
    const open: SourceContract['open'] = (server, waits, limitMs) => {
      const [source] = createSources([config(server)], {
        configDir: '.',
        clock: { now: () => '2026-01-03T00:00:00.000Z' },
        log: pino({ level: 'silent' }),
        x: { bearerToken: 'secret-bearer-token', apiUrl: server.url },
        bluesky: { apiUrl: server.url },
        limits: { headersMs: limitMs, totalMs: limitMs, connectMs: limitMs },
        pause: async (ms) => void waits.push(ms),
      });
      if (!source) throw new Error('no source');
      return source;
    };
    sourceContract(name, { open, ...(pages !== undefined && { pages }) });
  }
});

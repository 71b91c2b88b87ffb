import { describe } from 'node:test';
import type { Store } from '../../src/ports.ts';
import { testLedger } from './store/ledger.ts';
import { testPosts } from './store/posts.ts';
import { testReports } from './store/reports.ts';
import { testSearch } from './store/search.ts';
import { testValues } from './store/values.ts';

export interface OpenedStore {
  store: Store;
  /** Closes the store and opens the same one again; absent where nothing outlives the process. */
  reopen?: () => Promise<Store>;
  /** Closes and removes everything. */
  close: () => Promise<void>;
}

/** Runs a test against a fresh store and cleans up after it. */
export type WithStore = (test: (opened: OpenedStore) => Promise<void>) => () => Promise<void>;

/** The promises of the `Store` port: every adapter passes the same suite, each test on a store of its own. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  const withStore: WithStore = (test) => async () => {
    const opened = await open();
    try {
      await test(opened);
    } finally {
      await opened.close();
    }
  };
  describe(`${name} keeps the promises of the store port`, () => {
    testPosts(withStore);
    testSearch(withStore);
    testReports(withStore);
    testValues(withStore);
    testLedger(withStore);
  });
}

/** Texts that break careless keys: surrogate pairs, joined emoji, prefixes of each other, LIKE and glob signs. */
export const awkwardKeys = [
  'a',
  'a:b',
  'a:',
  '👩',
  '👩‍💻',
  '👩‍💻:1',
  '%',
  '_',
  '*',
  '中文',
  "it's",
  '"quoted"',
  'a b',
  '__proto__',
  '-1',
];

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Post } from '../../src/core/post.ts';
import { openSqliteStore } from '../../src/stores/sqlite/open.ts';

const zh =
  '芯片 降息 国产 模型 代理 开源 机器人 算力 融资 上市 推理 训练 监管 出货 涨价 大涨 数据中心 电力 论文 安全'.split(
    ' ',
  );
const en =
  'agents model release chips market inference robotics policy open source funding benchmark paper safety power'.split(
    ' ',
  );
const queries = [
  '芯片',
  '降息',
  '模型',
  '数据中心',
  '芯',
  'agents',
  'inference chips',
  '国产 模型',
  '大涨 agents',
  '推理芯片',
  'unheard',
  '冷门',
];

/** Full-text search over many stored posts; `npm run bench -- search [posts]`. */
export async function run(args: string[]): Promise<void> {
  const count = Number(args[0] ?? 100_000);
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const path = join(folder, 'store.db');
  try {
    const store = await openSqliteStore(path);
    const saved = await timed(() => store.savePosts('bench', postsOf(count)));
    await store.close();
    const opened = await timed(() => openSqliteStore(path));
    const again = opened.result;
    const rows = [];
    for (const text of queries) {
      const times: number[] = [];
      let found = 0;
      for (let turn = 0; turn < 50; turn += 1) {
        const { ms, result } = await timed(() => again.searchPosts({ edition: 'bench', text, limit: 20 }));
        times.push(ms);
        found = result.length;
      }
      times.sort((a, b) => a - b);
      rows.push({ query: text, found, p50: at(times, 0.5), p99: at(times, 0.99) });
    }
    console.log(
      `${count} posts saved in ${saved.ms.toFixed(0)} ms, opened and checked in ${opened.ms.toFixed(0)} ms, ${(statSync(path).size / 1e6).toFixed(0)} MB`,
    );
    console.table(rows);
    await again.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function postsOf(count: number): Post[] {
  let state = 1;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  // Squared, so that a few words are in most posts and the rest are rare, as in real text.
  const word = (words: string[]) => words[Math.floor(next() ** 2 * words.length)] ?? '';
  return Array.from({ length: count }, (_, n) => ({
    id: String(2_000_000_000_000_000_000n + BigInt(n)),
    url: `https://x.com/user${n % 500}/status/${n}`,
    author: { handle: `user${n % 500}`, name: `User ${n % 500}`, followers: n % 1000 },
    text:
      n % 2 === 0
        ? Array.from({ length: 18 }, () => word(zh)).join(n % 3 === 0 ? '，' : '')
        : Array.from({ length: 25 }, () => word(en)).join(' '),
    createdAt: new Date(1_775_606_400_000 + n * 13_000).toISOString(),
    metrics: { likes: n % 100, reposts: 0, replies: 0, quotes: 0, views: 0 },
    source: 'bench',
  }));
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

function at(sorted: readonly number[], share: number): string {
  return `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(2)} ms`;
}

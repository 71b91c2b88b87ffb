import { parentPort } from 'node:worker_threads';
import { toReason } from '../../core/errors.ts';
import { decodeFeed } from './decode.ts';
import { parseFeedText } from './parse.ts';
import { type FeedPosts, toPosts } from './to-post.ts';

export interface ParseJob {
  /** Handed over to the thread with its buffer: unusable afterwards. */
  bytes: Uint8Array<ArrayBuffer>;
  contentType: string;
  /** The address that answered. */
  url: string;
  source: string;
  maxEntries: number;
}

export type ParseAnswer = { read: FeedPosts } | { failure: string };

parentPort?.on('message', (job: ParseJob) => {
  parentPort?.postMessage(answer(job));
});

function answer(job: ParseJob): ParseAnswer {
  try {
    const feed = parseFeedText(decodeFeed(job.bytes, job.contentType), job.maxEntries);
    return { read: toPosts(feed, job.url, job.source) };
  } catch (error) {
    return { failure: toReason(error) };
  }
}

parentPort?.postMessage('ready');

import { parentPort } from 'node:worker_threads';
import type { CloudPicture, CloudRequest } from '../core/cloud.ts';
import { toReason, UserError } from '../core/errors.ts';
import { drawCloud } from './draw.ts';

export type ArtistReply = { picture: CloudPicture } | { error: string; isUserError: boolean };

async function answer(request: CloudRequest): Promise<ArtistReply> {
  try {
    return { picture: await drawCloud(request) };
  } catch (error) {
    return { error: toReason(error), isUserError: error instanceof UserError };
  }
}

parentPort?.on('message', async (request: CloudRequest) => {
  parentPort?.postMessage(await answer(request));
});

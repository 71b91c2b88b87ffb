import { parentPort } from 'node:worker_threads';
import type { ChartPicture, ChartRequest } from '../core/chart.ts';
import type { CloudPicture, CloudRequest } from '../core/cloud.ts';
import { toReason, UserError } from '../core/errors.ts';
import { drawCloud } from './draw.ts';

/** What a thread is asked to draw. */
export type ArtistRequest = CloudRequest | ChartRequest;

export type ArtistReply = { picture: CloudPicture | ChartPicture } | { error: string; isUserError: boolean };

async function answer(request: ArtistRequest): Promise<ArtistReply> {
  try {
    return { picture: await draw(request) };
  } catch (error) {
    return { error: toReason(error), isUserError: error instanceof UserError };
  }
}

/** A chart is loaded when one is asked for: most threads draw clouds alone. */
async function draw(request: ArtistRequest): Promise<CloudPicture | ChartPicture> {
  if ('words' in request) return drawCloud(request);
  return (await import('./chart.ts')).drawChart(request);
}

parentPort?.on('message', async (request: ArtistRequest) => {
  parentPort?.postMessage(await answer(request));
});

import { type MessagePort, parentPort } from 'node:worker_threads';
import type { EngineInput } from '../core/pack.ts';
import { type DayInput, rememberDay, runEngine } from './engine.ts';

/** What the thread is asked, and what it answers. */
export type EngineAsk = { id: number } & (
  | { verb: 'run'; input: EngineInput }
  | { verb: 'remember'; input: DayInput }
);
export type EngineAnswer =
  | { id: number; kind: 'progress'; step: string; share: number }
  | { id: number; kind: 'done'; result: unknown }
  | { id: number; kind: 'failed'; message: string; stack?: string };

if (parentPort) serve(parentPort);

function serve(port: MessagePort): void {
  port.on('message', (ask: EngineAsk) => {
    port.postMessage(answer(ask, port));
  });
}

function answer(ask: EngineAsk, port: MessagePort): EngineAnswer {
  const { id } = ask;
  const progress = (step: string, share: number) => {
    port.postMessage({ id, kind: 'progress', step, share } satisfies EngineAnswer);
  };
  try {
    const result =
      ask.verb === 'run' ? runEngine(ask.input, { progress }) : rememberDay(ask.input, { progress });
    return { id, kind: 'done', result };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { id, kind: 'failed', message, ...(stack !== undefined && { stack }) };
  }
}

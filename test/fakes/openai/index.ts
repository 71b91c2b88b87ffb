import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Received, Step } from './steps.ts';

export type { Attack, ChatBody, Received, Step } from './steps.ts';

export interface FakeOpenAi {
  /** For `OPENAI_BASE_URL`. */
  baseUrl: string;
  /** Steps by request; the last one goes on. The journal starts anew. */
  follow(steps: readonly Step[]): Promise<void>;
  journal(): Promise<Received[]>;
  close(): Promise<void>;
}

/** Starts the scripted endpoint in a process of its own, so that a blocked event loop shows here. */
export async function startFakeOpenAi(): Promise<FakeOpenAi> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { port } = JSON.parse(String(line)) as { port: number };
  const origin = `http://127.0.0.1:${port}`;
  return {
    baseUrl: `${origin}/v1`,
    async follow(steps) {
      await fetch(`${origin}/script`, { method: 'PUT', body: JSON.stringify(steps) });
    },
    async journal() {
      return (await (await fetch(`${origin}/journal`)).json()) as Received[];
    },
    async close() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

/** A request for mending, told from one for a report. */
export function isRepair(received: Received): boolean {
  return received.body.messages.some((message) => message.content.includes('Mend them, once'));
}

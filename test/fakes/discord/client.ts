import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Act } from './interactions.ts';
import type { Evidence, Fault, Json, SeenInteraction, StoredMessage } from './shapes.ts';

/** A running fake, and what a test may ask of it. */
export interface FakeDiscord {
  /** For `DISCORD_API_URL`. */
  apiUrl: string;
  act(act: Act & { times?: number }): Promise<string[]>;
  /** Acts once and resolves when `isDone`, by default when the words of the answer are there. */
  ask(act: Act, isDone?: (seen: SeenInteraction) => boolean): Promise<Answered>;
  dispatch(type: string, data: Json): Promise<void>;
  fault(fault: Fault): Promise<void>;
  refuse(channelId: string, refusal: { status: number; code: number; message: string }): Promise<void>;
  /** Others write in a channel. */
  chatter(said: { channelId: string; authorId: string; count: number; body?: Json }): Promise<void>;
  /** Empties every channel, and forgets the nonces. */
  forget(): Promise<void>;
  close(code: number): Promise<void>;
  set(values: Json): Promise<void>;
  evidence(): Promise<Evidence>;
  /** Evidence as soon as it fits; fails after `withinMs`. */
  until(fits: (evidence: Evidence) => boolean, withinMs?: number): Promise<Evidence>;
  stop(): Promise<void>;
}

export interface Answered {
  seen: SeenInteraction;
  messages: StoredMessage[];
}

export async function startFakeDiscord(): Promise<FakeDiscord> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('server.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { address } = JSON.parse(await firstLine(child)) as { address: string };
  const call = async (verb: string, body: unknown = {}) => {
    const response = await fetch(`http://${address}/fake/${verb}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const evidence = async () => (await call('evidence')) as Evidence;
  const until = async (fits: (found: Evidence) => boolean, withinMs = 5_000) => {
    const end = performance.now() + withinMs;
    for (;;) {
      const found = await evidence();
      if (fits(found)) return found;
      if (performance.now() > end) {
        const requests = found.requests
          .slice(-6)
          .map(({ method, path, status }) => `${method} ${path} ${status}`);
        throw new Error(`not seen within ${withinMs} ms; the last requests were:\n${requests.join('\n')}`);
      }
      await wait(10);
    }
  };
  return {
    apiUrl: `http://${address}/api`,
    evidence,
    until,
    act: async (act) => (await call('act', act)) as string[],
    async ask(act, isDone = ({ toldAt, choices }) => toldAt !== undefined || choices !== undefined) {
      const [id] = (await call('act', act)) as string[];
      const isIt = (seen: SeenInteraction) => seen.id === id && isDone(seen);
      const found = await until(({ interactions }) => interactions.some(isIt));
      const seen = found.interactions.find(isIt);
      if (!seen) throw new Error('the interaction is gone');
      return { seen, messages: found.messages.filter((message) => seen.messages.includes(message.id)) };
    },
    dispatch: async (type, data) => void (await call('dispatch', { type, data })),
    fault: async (fault) => void (await call('fault', fault)),
    refuse: async (channelId, refusal) => void (await call('refuse', { channelId, ...refusal })),
    chatter: async (said) => void (await call('chatter', said)),
    forget: async () => void (await call('forget')),
    close: async (code) => void (await call('close', { code })),
    set: async (values) => void (await call('set', values)),
    async stop() {
      const closed = once(child, 'close');
      child.stdin?.end();
      await closed;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the fake has no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the fake ended before it told its address');
}

import type { Transform } from 'node:stream';
import { spec } from 'node:test/reporters';

interface TestEvent {
  type: string;
  data: { name?: string; file?: string; skip?: string | boolean };
}

/**
 * Node's own reporter, quieter: a passing test is one dot, a failing one is told in full, and each skip is named
 * with its reason, so that nothing is skipped in silence.
 */
export default async function* reporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const skips: string[] = [];
  const kept: TestEvent[] = [];
  let dots = 0;
  for await (const event of source) {
    if (event.type === 'test:pass' && event.data.skip) skips.push(`${event.data.name}: ${event.data.skip}`);
    if (event.type === 'test:pass') yield dots++ % 100 === 99 ? '.\n' : '.';
    if (event.type === 'test:fail') yield '✖';
    if (['test:fail', 'test:diagnostic', 'test:summary'].includes(event.type)) kept.push(event);
  }
  yield '\n';
  for (const skip of skips) yield `skipped ${skip}\n`;
  yield* tell(kept);
}

async function* tell(events: TestEvent[]): AsyncGenerator<string> {
  const stream: Transform = spec();
  for (const event of events) stream.write(event);
  stream.end();
  for await (const text of stream) yield String(text);
}

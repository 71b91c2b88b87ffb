import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { obey } from './obey.ts';
import type { ChatBody, Received, Step } from './steps.ts';

/**
 * An OpenAI-compatible endpoint on loopback that follows a script, in a process of its own.
 * `PUT /script` sets the steps and forgets the journal; `GET /journal` gives what was received.
 */
let script: Step[] = [];
let journal: Received[] = [];

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await readText(request);
  if (request.url === '/script') {
    script = JSON.parse(text) as Step[];
    journal = [];
    response.end();
  } else if (request.url === '/journal') {
    sendJson(response, 200, journal);
  } else {
    const body = JSON.parse(text) as ChatBody;
    journal.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '', body });
    const step = script.length > 1 ? script.shift() : script[0];
    if (!step || request.url !== '/v1/chat/completions')
      sendJson(response, 404, { error: { message: 'no such page' } });
    else act(step, body, response);
  }
}

function act(step: Step, body: ChatBody, response: ServerResponse): void {
  if (step.kind === 'answer') sendCompletion(step, response);
  else if (step.kind === 'raw') response.writeHead(step.status, step.headers).end(step.body);
  else if (step.kind === 'drop') response.socket?.destroy();
  else if (step.kind === 'picky') actPicky(step, body, response);
  else if (step.kind === 'obey')
    sendCompletion({ kind: 'answer', content: obey(body, step.attacks) }, response);
  else if (step.kind === 'stall') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"id":"x","choices":[{"mess');
  }
}

/** Complains about one thing at a time, as real servers do. */
function actPicky(step: Extract<Step, { kind: 'picky' }>, body: ChatBody, response: ServerResponse): void {
  const wrong = step.refuses.find((key) => holds(body, key));
  if (!wrong) {
    act(step.next, body, response);
    return;
  }
  sendJson(response, 400, {
    error: {
      message: `Unsupported parameter: '${wrong}' is not supported with this model.`,
      type: 'invalid_request_error',
      param: /^(json_|system)/.test(wrong) ? null : wrong,
      code: 'unsupported_parameter',
    },
  });
  // A refused request does not use up the step.
  if (script[0] !== step) script.unshift(step);
}

function holds(body: ChatBody, key: string): boolean {
  if (key === 'system role') return body.messages.some((message) => message.role === 'system');
  if (key.startsWith('json_')) return body.response_format?.type === key;
  return key in body;
}

function sendCompletion(step: Extract<Step, { kind: 'answer' }>, response: ServerResponse): void {
  const usage = step.usage === undefined ? { prompt_tokens: 1000, completion_tokens: 500 } : step.usage;
  sendJson(response, 200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'fake',
    choices: [
      {
        index: 0,
        finish_reason: step.finishReason ?? 'stop',
        message: { role: 'assistant', content: step.content, refusal: step.refusal ?? null },
      },
    ],
    ...(usage && { usage }),
  });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 }));
});
// The parent's end is ours too.
process.stdin.on('end', () => process.exit(0)).resume();

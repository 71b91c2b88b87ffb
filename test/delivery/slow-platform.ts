import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A healthy Discord and Telegram that answer after a while: the process that is stopped has sends in flight. */
const answerAfterMs = Number(process.argv[2] ?? 30);
const arrived: string[] = [];
const nonces = new Map<string, string>();

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = request.url ?? '';
  response.setHeader('content-type', 'application/json');
  if (path === '/evidence') return void response.end(JSON.stringify(arrived));
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : {};
  const channel = /\/channels\/(\w+)\/messages/.exec(path)?.[1];
  if (request.method === 'GET')
    return void response.end(JSON.stringify(path.includes('@me') ? { id: '1' } : []));
  await wait(answerAfterMs);
  const known = nonces.get(body.nonce);
  if (!known) arrived.push(channel ? `discord:${channel}` : `telegram:${body.chat_id}`);
  const id = known ?? String(arrived.length);
  if (body.nonce) nonces.set(body.nonce, id);
  response.end(JSON.stringify(channel ? { id } : { ok: true, result: { message_id: Number(id) } }));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());

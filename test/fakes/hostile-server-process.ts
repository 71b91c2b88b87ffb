import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
const chunk = Buffer.from('<item><title>more</title></item>'.repeat(2000));

/** What a feed's address may turn out to be, each under its own path. */
const answers: Record<string, (response: ServerResponse, path: string) => void> = {
  large: (response) => pour(response, 20 * 1024 * 1024),
  endless: (response) => pour(response, Number.POSITIVE_INFINITY),
  bomb: (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  drip: (response) => drip(response),
  silent: () => {},
  redirects: (response, path) => {
    const count = Number(path.split('/')[2] ?? 0);
    response.writeHead(302, { location: `/redirects/${count + 1}` }).end();
  },
  tangled: (response) => response.end(`<rss version="2.0"><channel>${'<!--<item>'.repeat(450_000)}`),
  full: (response) => response.end(full()),
};

const server = createServer((request, response) => {
  const path = request.url ?? '/';
  const answer = answers[path.split('/')[1] ?? ''];
  if (answer) answer(response, path);
  else response.writeHead(404).end();
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());

function pour(response: ServerResponse, bytes: number): void {
  let left = bytes;
  response.write('<rss version="2.0"><channel>');
  const more = () => {
    while (!response.destroyed && left > 0) {
      left -= chunk.byteLength;
      if (!response.write(chunk)) return;
    }
    response.end();
  };
  response.on('drain', more);
  more();
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}

/** The largest feed that is read: just below the limit of size. */
function full(): string {
  const words = 'word '.repeat(1900);
  const items = Array.from(
    { length: 500 },
    (_, n) =>
      `<item><title>post ${n}</title><link>https://x.example/${n}</link><description>${words}</description><pubDate>Thu, 01 Jan 2026 08:00:00 GMT</pubDate></item>`,
  );
  return `<rss version="2.0"><channel>${items.join('')}</channel></rss>`;
}

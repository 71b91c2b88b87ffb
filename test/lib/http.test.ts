import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { AdapterError } from '../../src/core/errors.ts';
import { isPublicAddress } from '../../src/lib/addresses.ts';
import { createHttp, type HttpOptions } from '../../src/lib/http.ts';

const signal = new AbortController().signal;
const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close().closeAllConnections();
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function reasonOf(url: string, options: HttpOptions = {}): Promise<string> {
  const error = await createHttp(options)
    .get(url, { signal })
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  assert.ok(error instanceof AdapterError, `${url} was read`);
  return error.message;
}

describe('an address', () => {
  const publicOnes = ['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'];
  const others = [
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0', '100.64.0.1'],
    ...['224.0.0.1', '255.255.255.255', '192.0.0.8', '198.18.0.1', '203.0.113.5'],
    ...[
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      'fc00::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
    ],
    ...['2001:db8::1', '2002:7f00:1::', '2001::1', 'ff02::1', 'fd00:ec2::254', 'no address', '', '0x7f.1'],
  ];
  for (const address of publicOnes)
    it(`${address} is public`, () => assert.equal(isPublicAddress(address), true));
  for (const address of others)
    it(`"${address}" is not public`, () => assert.equal(isPublicAddress(address), false));
});

describe('reading from private places', () => {
  let hits = 0;
  let canary = '';
  let port = '';
  before(async () => {
    canary = await listen((_request, response) => {
      hits += 1;
      response.end('secret');
    });
    port = canary.split(':')[1] ?? '';
  });

  const forms = [
    ...['127.0.0.1', 'localhost', '0x7f.1', '2130706433', '0', '0177.0.0.1', '127.1'],
    ...['[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]'],
    ...['LOCALHOST', '127.0.0.1.', '１２７.0.0.1', '[0:0:0:0:0:0:0:1]', 'user:pass@127.0.0.1'],
  ];
  for (const form of forms) {
    it(`refuses ${form}`, async () => {
      assert.match(await reasonOf(`http://${form}/`), /^refused: .* is not a public host$/);
      assert.match(await reasonOf(`http://${form}:${port}/`), /^refused: port/);
      assert.equal(hits, 0);
    });
  }

  it('refuses every scheme but http and https', async () => {
    for (const url of [
      'file:///etc/passwd',
      'ftp://example.com/',
      'data:text/plain,x',
      'gopher://x/',
      'no url',
    ])
      await reasonOf(url);
  });

  it('refuses other ports than those of the web', async () => {
    assert.match(await reasonOf('http://example.com:8080/'), /port 8080 of example.com is not read/);
  });

  it('refuses a redirect into a private place, in any form', async () => {
    for (const form of forms.filter((text) => /^[\x20-\x7e]+$/.test(text))) {
      const target = `http://${form}/`;
      const host = await listen((_request, response) => response.writeHead(302, { location: target }).end());
      const reason = await reasonOf(`http://${host}/`, { allowHosts: [host] });
      assert.match(reason, /^refused: (?:.* is not a public host|port 80 of .* is not read)$/);
    }
  });

  it('refuses a name when any of its addresses is private', async () => {
    const lookup = answering([
      { address: '93.184.215.14', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]);
    assert.equal(
      await reasonOf('http://two.example/', { lookup }),
      'refused: two.example is not a public host',
    );
  });

  it('dials the address that it checked, so that rebinding gains nothing', async () => {
    let asked = 0;
    const lookup = answering(() => {
      asked += 1;
      return [{ address: asked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
    });
    for (let turn = 0; turn < 6; turn += 1) await reasonOf('http://turning.example/', { lookup });
    assert.equal(hits, 0);
    assert.equal(asked, 6);
  });

  it('reads from a host that the allow-list names, and from no other port of it', async () => {
    const answer = await createHttp({ allowHosts: [canary] }).get(`http://${canary}/`, { signal });
    assert.equal(Buffer.from(answer.bytes).toString(), 'secret');
    hits = 0;
    const other = await listen((_request, response) => response.end('other'));
    await reasonOf(`http://${other}/`, { allowHosts: [canary] });
  });

  it('reaches an allowed name that resolves to a private address', async () => {
    const lookup = answering([{ address: '127.0.0.1', family: 4 }]);
    const options = { allowHosts: [`bridge:${port}`], lookup };
    const answer = await createHttp(options).get(`http://bridge:${port}/`, { signal });
    assert.equal(answer.status, 200);
  });

  it('does not reach other ports of an allowed name, the usual ones included', async () => {
    const lookup = answering([{ address: '127.0.0.1', family: 4 }]);
    for (const url of ['http://bridge/', 'https://bridge/', 'http://bridge:1/']) {
      const reason = await reasonOf(url, { allowHosts: [`bridge:${port}`], lookup });
      assert.match(reason, /^refused: port \d+ of bridge is not read$/);
    }
  });

  it('reads from an allowed IPv6 address', async () => {
    const answer = await createHttp({ allowHosts: [`[::1]:${port}`] }).get(`http://[::1]:${port}/`, {
      signal,
    });
    assert.equal(answer.status, 200);
    assert.match(await reasonOf(`http://[::1]:${port}/`, { allowHosts: ['[::2]'] }), /^refused: port/);
  });
});

function answering(addresses: LookupAddress[] | (() => LookupAddress[])): NonNullable<HttpOptions['lookup']> {
  const lookup = (_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, typeof addresses === 'function' ? addresses() : addresses);
  return lookup as unknown as NonNullable<HttpOptions['lookup']>;
}

describe('limits', () => {
  const read = async (listener: RequestListener, limits: HttpOptions['limits'] = {}) => {
    const host = await listen(listener);
    return reasonOf(`http://${host}/`, { allowHosts: [host], limits });
  };

  it('end a gzip bomb at its unpacked size', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const reason = await read((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    assert.match(reason, /sent more than 5 MB/);
  });

  it('end a 20 MB body and an endless one', async () => {
    const large = Buffer.alloc(20 * 1024 * 1024, 'x');
    assert.match(await read((_request, response) => response.end(large)), /more than 5 MB/);
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const endless: RequestListener = (_request, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
    };
    assert.match(await read(endless), /more than 5 MB/);
  });

  it('end a slow loris in headers and in the body', async () => {
    const limits = { totalMs: 300 };
    assert.match(await read(() => {}, limits), /did not answer in time/);
    const drip: RequestListener = (_request, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    };
    assert.match(await read(drip, limits), /did not answer in time/);
  });

  it('end redirects after the third, in a circle and in a row', async () => {
    let count = 0;
    const reason = await read((_request, response) => {
      count += 1;
      response.writeHead(302, { location: `/${count}` }).end();
    });
    assert.match(reason, /redirects more than 3 times/);
    assert.equal(count, 4);
  });

  it('follow up to three redirects to the answer', async () => {
    const host = await listen((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(301, { location: `/${left - 1}` }).end();
      else response.end('there');
    });
    const answer = await createHttp({ allowHosts: [host] }).get(`http://${host}/3`, { signal });
    assert.equal(Buffer.from(answer.bytes).toString(), 'there');
    assert.equal(answer.url, `http://${host}/0`);
  });

  it('keep a token from the host that a redirect leads to', async () => {
    const seen: (string | undefined)[] = [];
    const other = await listen((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const host = await listen((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { location: `http://${other}/` }).end();
    });
    const http = createHttp({ allowHosts: [host, other] });
    await http.get(`http://${host}/`, { signal, headers: { authorization: 'Bearer x' } });
    assert.deepEqual(seen, ['Bearer x', undefined]);
  });

  it('let one request at a time through to a host, and the next after a failure', async () => {
    let now = 0;
    let most = 0;
    const host = await listen((_request, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.writeHead(most === 1 ? 200 : 500).end();
      }, 10);
    });
    const http = createHttp({ allowHosts: [host] });
    await Promise.allSettled([1, 2, 3, 4].map(() => http.get(`http://${host}/`, { signal })));
    assert.equal(most, 1);
  });
});

describe('failures', () => {
  const statuses: [status: number, retryable: boolean][] = [
    [404, false],
    [410, false],
    [401, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ];
  for (const [status, retryable] of statuses) {
    it(`call ${status} ${retryable ? '' : 'not '}worth a repeat`, async () => {
      const host = await listen((_request, response) => response.writeHead(status).end());
      await assert.rejects(createHttp({ allowHosts: [host] }).get(`http://${host}/?key=hidden`, { signal }), {
        name: 'AdapterError',
        message: `${host} answered ${status}`,
        retryable,
      });
    });
  }

  it('tell when to come back, in seconds or by date', async () => {
    const date = 'Thu, 01 Jan 2026 00:00:00 GMT';
    const values = { '7': 7000, 'Thu, 01 Jan 2026 00:01:00 GMT': 60_000, 'Wed, 31 Dec 2025 00:00:00 GMT': 0 };
    for (const [value, retryAfterMs] of Object.entries(values)) {
      const host = await listen((_request, response) =>
        response.writeHead(503, { 'retry-after': value, date }).end(),
      );
      const get = createHttp({ allowHosts: [host] }).get(`http://${host}/`, { signal });
      await assert.rejects(get, { retryAfterMs });
    }
  });

  it('name a host that is not there', async () => {
    const reason = await reasonOf('http://127.0.0.1:1/', { allowHosts: ['127.0.0.1:1'] });
    assert.match(reason, /^127.0.0.1:1 could not be read/);
  });
});

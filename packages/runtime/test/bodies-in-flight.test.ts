import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseFloor } from '../src/bodies-in-flight.ts';
import { createLog } from '../src/log.ts';
import { serveOperations } from '../src/operations.ts';
import { serverOptions } from '../src/server-options.ts';

// Slowloris and R-U-Dead-Yet: https://owasp.org/www-community/attacks/Slow_POST_Attack

let app: FastifyInstance;
let port: number;
const sockets: Socket[] = [];
beforeAll(async () => {
  app = fastify(serverOptions({ log: createLog('test', 'silent'), trustProxy: [] }));
  serveOperations(app, { ready: async () => ({}), metricsToken: undefined });
  app.post('/write', async (request) => ({ bytes: JSON.stringify(request.body).length }));
  app.post(
    '/large',
    { bodyLimit: 1 << 30, onRequest: async (request) => raiseFloor(request, 1 << 20) },
    async () => ({}),
  );
  app.post('/unread', { preParsing: async () => new Promise(() => {}) }, async () => ({}));
  await app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = app.server.address() as AddressInfo);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await app.close();
});

function open(): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  sockets.push(socket);
  return socket;
}

/** What comes back on a connection that sends a beginning, and then a piece each half second. */
async function answerTo(beginning: string, piece = ''): Promise<string> {
  const socket = open();
  socket.write(beginning);
  const timer = piece === '' ? undefined : setInterval(() => socket.writable && socket.write(piece), 500);
  try {
    return await text(socket);
  } finally {
    clearInterval(timer);
  }
}
const head = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

describe.concurrent('whoever sends too slowly', { timeout: 40_000 }, () => {
  it('is told so and loses the connection, in the middle of a body', async () => {
    const answer = await answerTo(`${head('/write', 100_000)}"`, 'x');
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*The body came too slowly/);
  });

  it('also in a body in chunks', async () => {
    const chunked =
      'POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await answerTo(chunked, '1\r\nx\r\n')).toContain('The body came too slowly');
  });

  it('is held to a higher floor where more may be sent', async () => {
    expect(await answerTo(head('/large', 500_000_000), 'x'.repeat(100_000))).toContain('The body came too slowly');
  });

  it('keeps no connection with a head that never ends, nor with silence', async () => {
    const answers = await Promise.all([answerTo('POST /write HTTP/1.1\r\n', 'X-A: b\r\n'), answerTo('')]);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('makes nobody wait who sends as people do', async () => {
    const body = JSON.stringify('x'.repeat(60_000));
    const answer = answerTo(`${head('/write', body.length)}${body.slice(0, 10)}`, '');
    const socket = sockets.at(-1);
    for (let at = 10; at < body.length; at += 4000) {
      socket?.write(body.slice(at, at + 4000));
      await new Promise((resolve) => setTimeout(resolve, 450));
    }
    socket?.end();
    expect(await answer).toMatch(/^HTTP\/1\.1 200 [^]*60002/);
  });
});

/** For 256 connections on a busy machine. */
const PATIENCE = { timeout: 20_000 };

it('an address has so many bodies on their way at once, and gets its places back', { timeout: 60_000 }, async () => {
  const waiting = Array.from({ length: 256 }, () => open());
  // Nobody reads these, so that none of them is slow.
  for (const socket of waiting) socket.write(`${head('/unread', 10)}"`);
  const full = `${head('/write', 3)}"x"`;
  const ask = () => answerTo(full.replace('Host:', 'Connection: close\r\nHost:'));
  await expect.poll(ask, PATIENCE).toMatch(/^HTTP\/1\.1 503 [^]*arriving at once/);
  // What has no body needs no place.
  const answer = await answerTo('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  for (const socket of waiting) socket.destroy();
  await Promise.all(waiting.map(async (socket) => socket.closed || once(socket, 'close')));
  await expect.poll(ask, PATIENCE).toMatch(/^HTTP\/1\.1 200 /);
});

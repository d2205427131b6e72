import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { drain } from '../src/draining.ts';
import { createLog } from '../src/log.ts';
import { serveOperations } from '../src/operations.ts';
import { serverOptions } from '../src/server-options.ts';

const SECONDS = 1;
const POST = 'POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n';

let app: FastifyInstance;
let port: number;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await app.close();
});

async function listen(): Promise<void> {
  app = fastify(serverOptions({ log: createLog('test', 'silent'), trustProxy: [] }));
  serveOperations(app, { ready: async () => ({}), metricsToken: undefined });
  app.post('/write', async () => ({ written: true }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = app.server.address() as AddressInfo);
}

async function connected(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

async function ask(socket: Socket): Promise<string> {
  socket.write(POST);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
}

const refused = () =>
  connected().then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
  );

describe('a server that drains', () => {
  it('serves new connections as usual in the first half, and says that it is not ready', async () => {
    await listen();
    const draining = drain(app, SECONDS);
    expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()).toEqual({ status: 'stopping' });
    const answer = await ask(await connected());
    expect(answer).toContain('200 OK');
    expect(answer).toMatch(/^connection: keep-alive/im);
    await draining;
  });

  it('refuses new connections in the second half, and asks those it has to leave with their next answer', async () => {
    await listen();
    const [used, unused] = [await connected(), await connected()];
    expect(await ask(used)).toMatch(/^connection: keep-alive/im);
    const draining = drain(app, SECONDS);
    await vi.waitUntil(refused, { timeout: SECONDS * 1000, interval: 10 });
    for (const socket of [used, unused]) {
      const ended = once(socket, 'end');
      const answer = await ask(socket);
      expect(answer).toContain('200 OK');
      expect(answer).toMatch(/^connection: close/im);
      await ended;
    }
    await draining;
  });

  it('answers every request of connections that came before it stopped listening, however many wait for their turn', async () => {
    await listen();
    const draining = drain(app, SECONDS);
    await sleep(SECONDS * 500 - 30);
    // The event loop stands still while the listener would be closed, and the kernel goes on accepting.
    const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
    const answers = Array.from({ length: 50 }, async () => {
      const sent = request({ agent, port, host: '127.0.0.1', path: '/write', method: 'POST' }).end();
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return text(answer);
    });
    const until = Date.now() + 100;
    process.nextTick(() => {
      while (Date.now() < until);
    });
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['{"written":true}']));
    await draining;
  });

  it('is closed at once afterwards, whatever is still connected', async () => {
    await listen();
    const [idle] = [await connected(), await connected()];
    await ask(idle);
    await drain(app, SECONDS);
    const startedAt = performance.now();
    await app.close();
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});

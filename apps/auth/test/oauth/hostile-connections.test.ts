import { once } from 'node:events';
import { connect as openSocket } from 'node:net';
import { freePort } from '@countersign/testing/free-port';
import { expect, test } from 'vitest';
import { startAuth } from './harness.ts';
import { useAuth } from './use-auth.ts';

const { app, database } = useAuth();

test('addresses of one IPv6 household share one limit', async () => {
  const attempt = (index: number) =>
    app().inject({
      method: 'POST',
      url: '/oauth/register',
      remoteAddress: `2001:db8:1:1::${index.toString(16)}`,
      payload: {},
    });
  for (let index = 1; index <= 200; index += 1) expect((await attempt(index)).statusCode).toBe(400);
  expect((await attempt(201)).statusCode).toBe(429);
});

test('a body that never ends is not waited for', async () => {
  expect(app().server.requestTimeout).toBeGreaterThan(0);
  expect(app().server.requestTimeout).toBeLessThanOrEqual(60_000);
});

test('two lengths for one body are one too many', async () => {
  const own = await startAuth(database);
  const port = await freePort();
  await own.listen({ port, host: '127.0.0.1' });
  const answers: string[] = [];
  for (const framing of ['Content-Length: 1\r\nContent-Length: 2', 'Content-Length: 1\r\nTransfer-Encoding: chunked']) {
    const socket = openSocket(port, '127.0.0.1');
    socket.write(`POST /oauth/token HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n0\r\n\r\n`);
    const [data] = (await once(socket, 'data')) as [Buffer];
    answers.push(data.toString().split('\r\n')[0] ?? '');
    socket.destroy();
  }
  await own.close();
  expect(answers).toEqual(['HTTP/1.1 400 Bad Request', 'HTTP/1.1 400 Bad Request']);
});

import { createServer } from 'node:net';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attempt } from './documented-client.ts';
import { startAuth } from './harness.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('demo');
});
afterAll(async () => {
  await database?.drop();
});

describe('an address inside the network', () => {
  test('is refused as a client without a request, by name and by number', async () => {
    const connections: unknown[] = [];
    const server = createServer((socket) => {
      connections.push(socket);
      socket.destroy();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const app = await startAuth(database);
    const answers: number[] = [];
    for (const host of [
      'localhost',
      '127.0.0.1',
      '[::1]',
      '0.0.0.0',
      '127.1',
      '0x7f.1',
      '2130706433',
      '[::ffff:127.0.0.1]',
      'printer.local',
      'metadata.internal',
    ]) {
      answers.push((await attempt(app, `https://${host}:${port}/client.json`)).statusCode);
    }
    for (const host of ['10.0.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1']) {
      answers.push((await attempt(app, `https://${host}/client.json`)).statusCode);
    }
    await app.close();
    await new Promise((done) => server.close(done));
    expect(new Set(answers)).toEqual(new Set([400]));
    expect(connections).toEqual([]);
  });

  test('reached through a public name is cut off before a byte is sent, by the guard that rides on every fetch', async () => {
    const guards: unknown[] = [];
    const app = await startAuth(database, {
      fetchDocument: async (_url, init) => {
        guards.push(init.dispatcher);
        return new Response(null, { status: 404 });
      },
    });
    await attempt(app, 'https://client.example.com/oauth/client.json');
    await app.close();
    expect(guards.length).toBeGreaterThan(0);
    expect(guards.every((guard) => guard !== undefined)).toBe(true);
    const received: string[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (data) => received.push(data.toString()));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const guarded = fetch(`http://127.0.0.1:${port}/`, { dispatcher: guards[0] } as RequestInit);
    await expect(guarded).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining('special-use') }),
    });
    await new Promise((done) => server.close(done));
    expect(received).toEqual([]);
  });
});

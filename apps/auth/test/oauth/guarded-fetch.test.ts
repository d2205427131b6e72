import { createServer } from 'node:net';
import { refresh } from '@countersign/testing/oauth-client';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { describe, expect, test } from 'vitest';
import { attempt, document } from './documented-client.ts';
import { startAuth } from './harness.ts';
import { serveInside } from './inside-server.ts';

const database = useTestDatabase('demo');

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

  test('behind a public name is cut off before a byte is sent, for a person and for a token', async () => {
    const inside = await serveInside('client.example.com', document);
    const id = `https://client.example.com:${inside.port}/client.json`;
    expect(await (await fetch(id)).json()).toEqual(document(id));
    const app = await startAuth(database);
    expect((await attempt(app, id)).statusCode).toBe(503);
    expect((await refresh(app, id, 'any')).body).toMatchObject({ error: 'temporarily_unavailable' });
    await app.close();
    await inside.close();
    expect(inside.asked).toEqual([id]);
  });
});

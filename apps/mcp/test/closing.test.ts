import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { describe, expect, it } from 'vitest';
import { buildTestApp, connect, type Message, message } from './test-app.ts';

const database = useTestDatabase('demo');

async function send(port: number, { headers, payload }: Message): Promise<IncomingMessage> {
  const sent = request({ port, host: '127.0.0.1', path: '/mcp', method: 'POST', headers });
  sent.end(JSON.stringify(payload));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

describe('closing', () => {
  it('ends open subscriptions and answers what was asked before', async () => {
    const app = await buildTestApp(database.tools);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const accessToken = (await connect(database)).accessToken();
    const notifications = { toolsListChanged: true };
    const stream = await send(port, message('modern', 'subscriptions/listen', { notifications }, { accessToken }));
    expect(stream.headers['content-type']).toContain('text/event-stream');
    stream.resume();
    const ended = once(stream, 'end');
    const asked = send(port, message('legacy', 'tools/list', {}, { accessToken }));
    const answered = await asked;
    answered.resume();
    await app.close();
    await ended;
    expect(answered.statusCode).toBe(200);
  });
});

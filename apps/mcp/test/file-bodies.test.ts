import { randomBytes } from 'node:crypto';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { catalogue } from '@countersign/domain/catalogue';
import type { TestConnection } from '@countersign/testing/connection-builder';
import { type TestDatabase } from '@countersign/testing/test-database';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, call, connect, ERAS, MCP_URL } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
let connection: TestConnection;
let url: string;
beforeAll(async () => {
  app = await buildTestApp(database.tools, { catalogue });
  connection = await connect(database);
  // On a port: what a socket does while a body is refused is part of the promise.
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

const MEBIBYTE = 1 << 20;
const files = (count: number) => ({
  files: Array.from({ length: count }, (_, index) => ({
    name: `${index}.txt`,
    contentBase64: Buffer.alloc(5 * MEBIBYTE, 'a').toString('base64'),
  })),
});

/** The status of a request on a real connection, whose body may be refused before it was sent whole. */
function statusOf(body: string, headers: Record<string, string>, address = `${url}/mcp`): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const sending = request(address, { method: 'POST', headers }, (response) => {
      response.resume();
      done(response.statusCode);
    });
    sending.on('error', fail);
    sending.end(body);
  });
}

async function waitingFor(queries: Pick<TestDatabase['owner'], 'query'>, table: string): Promise<number> {
  const { rows } = await queries.query<{ waiting: number }>(
    'select count(*)::int as waiting from pg_locks where relation = $1::regclass and not granted',
    [table],
  );
  return rows[0]?.waiting ?? 0;
}

function openSockets({ server }: FastifyInstance): Promise<number> {
  return new Promise((done, fail) => {
    server.getConnections((error, count) => (error ? fail(error) : done(count)));
  });
}

describe.each(ERAS)('over MCP, %s', (era) => {
  const send = (name: string, input: Record<string, unknown>, accessToken = connection.accessToken()) => {
    const { headers, payload } = call(era, name, input, accessToken);
    return app.inject({ method: 'POST', url: '/mcp', headers, payload: JSON.stringify(payload) });
  };

  it('a tool that takes files takes all that it says', async () => {
    const response = await send('upload_documents', files(10));
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ result: { structuredContent: { documents: { length: 10 } } } });
  });

  it('no other tool takes more than others', async () => {
    const response = await send('create_project', { name: 'x', description: 'y'.repeat(2 * MEBIBYTE) });
    expect(response.statusCode).toBe(413);
  });

  it('a message that only looks like that tool’s at first is refused', async () => {
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', x: { name: 'upload_documents' } };
    const params = { name: 'create_project', arguments: { name: 'y'.repeat(2 * MEBIBYTE) } };
    const { headers } = call(era, 'create_project', {}, connection.accessToken());
    const payload = JSON.stringify({ ...message, params });
    expect((await app.inject({ method: 'POST', url: '/mcp', headers, payload })).statusCode).toBe(413);
  });

  it('more than ten such files are too much', async () => {
    expect((await send('upload_documents', { padding: 'x'.repeat(73 * MEBIBYTE) })).statusCode).toBe(413);
  });
});

describe('over REST', () => {
  const send = (name: string, input: Record<string, unknown>, token: string) =>
    app.inject({
      method: 'POST',
      url: `/v1/tools/${name}`,
      headers: { host: new URL(MCP_URL).host, 'content-type': 'application/json', authorization: `Bearer ${token}` },
      payload: JSON.stringify(input),
    });

  it('the tool’s own address takes its files, and no other does', async () => {
    const token = connection.accessToken();
    const response = await send('upload_documents', files(2), token);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ documents: [{ name: '0.txt', sizeBytes: 5 * MEBIBYTE }, {}] });
    expect((await send('create_project', files(1), token)).statusCode).toBe(413);
  });

  it('an API key that is revoked is refused before its files are read', async () => {
    const { id, key } = await aKey(database, { scopes: ['write:documents'] });
    expect((await send('upload_documents', files(1), key)).statusCode).toBe(200);
    await database.owner.query("update api_key set revoked_at = now(), revoked_reason = 'admin' where id = $1", [id]);
    expect((await send('upload_documents', files(1), key)).statusCode).toBe(401);
  });
});

it('callers who hang up while they are looked up leave room for the files of others', async () => {
  const { key } = await aKey(database, { scopes: ['write:documents'] });
  const { headers } = call('legacy', 'upload_documents', {}, key);
  // Not much more than makes the caller looked up: a server that waits with its buffers full does not see them leave.
  const beginning = 'x'.repeat(MEBIBYTE + 1);
  const address = `${url}/v1/tools/upload_documents`;
  const gate = await database.owner.connect();
  try {
    await gate.query('begin; lock table api_key in access exclusive mode');
    const leaving = Array.from({ length: 4 }, () => {
      const sending = request(address, { method: 'POST', headers }).on('error', () => {});
      sending.write(beginning);
      return sending;
    });
    await expect.poll(() => waitingFor(gate, 'api_key')).toBe(4);
    for (const sending of leaving) sending.destroy();
    await expect.poll(() => openSockets(app)).toBe(0);
    await gate.query('commit');
  } finally {
    gate.release();
  }
  await expect.poll(() => waitingFor(database.owner, 'api_key')).toBe(0);
  expect(await statusOf(JSON.stringify(files(1)), headers, address)).toBe(200);
});

it('callers over their rate take no place among the files, whichever way they come', async () => {
  const limited = await buildTestApp(database.tools, { catalogue, env: { RATE_LIMIT_CREDENTIAL: 1 } });
  const origin = await limited.listen({ port: 0, host: '127.0.0.1' });
  const { headers } = call('legacy', 'upload_documents', {}, (await connect(database)).accessToken());
  const { payload } = call('legacy', 'upload_documents', files(1), '');
  try {
    expect(await statusOf('{}', headers, `${origin}/v1/tools/upload_documents`)).toBe(400);
    // Never ended: the answer cannot have waited for the whole body.
    for (const [path, body] of [
      ['/v1/tools/upload_documents', files(1)],
      ['/mcp', payload],
    ] as const) {
      const { statusCode, headers: answered } = await new Promise<IncomingMessage>((refused) => {
        const sending = request(origin + path, { method: 'POST', headers }, (response) => {
          refused(response);
          sending.destroy();
        }).on('error', () => {});
        sending.write(JSON.stringify(body).slice(0, MEBIBYTE + 1));
      });
      expect([statusCode, Number(answered['retry-after'])]).toEqual([429, expect.any(Number)]);
      expect(Number(answered['retry-after'])).toBeGreaterThan(50);
    }
  } finally {
    await limited.close();
  }
});

it('a body that is too large is answered while it is still being sent', async () => {
  const { headers } = call('legacy', 'create_project', {}, connection.accessToken());
  const body = JSON.stringify({ x: randomBytes(3 * MEBIBYTE).toString('base64') });
  expect(await statusOf(body, headers)).toBe(413);
});

it('an organization that sends its files slowly leaves room for the files of others', async () => {
  const address = `${url}/v1/tools/upload_documents`;
  const headersOf = async (organization: string) =>
    call('legacy', 'upload_documents', {}, (await connect(database, { organization })).accessToken()).headers;
  const [acme, initech] = [await headersOf('acme'), await headersOf('initech')];
  const body = JSON.stringify(files(1));
  const slow: ClientRequest[] = [];
  const { statusCode } = await new Promise<IncomingMessage>((refused) => {
    for (let sender = 0; sender < 3; sender += 1) {
      const sending = request(address, { method: 'POST', headers: acme }, refused).on('error', () => {});
      slow.push(sending);
      sending.write(body.slice(0, MEBIBYTE + 1));
    }
  });
  expect(statusCode).toBe(503);
  expect(await statusOf(body, initech, address)).toBe(200);
  for (const sending of slow) sending.destroy();
  await expect.poll(() => statusOf(body, acme, address), { timeout: 5000 }).toBe(200);
});

it('slow uploads of organizations that somebody made for it leave room for the files of others', async () => {
  const address = `${url}/v1/tools/upload_documents`;
  const body = JSON.stringify(files(1));
  const slow: ClientRequest[] = [];
  for (const organization of ['acme', 'globex']) {
    for (let sender = 0; sender < 2; sender += 1) {
      const user = organization === 'acme' ? 'ada' : 'dana';
      const made = await connect(database, { organization, user });
      const { headers } = call('legacy', 'upload_documents', {}, made.accessToken());
      const sending = request(address, { method: 'POST', headers }).on('error', () => {});
      slow.push(sending);
      sending.write(body.slice(0, MEBIBYTE + 1));
    }
  }
  // Of one address no more than four: others come from elsewhere.
  const { headers } = call(
    'legacy',
    'upload_documents',
    {},
    (await connect(database, { organization: 'initech' })).accessToken(),
  );
  await expect.poll(() => openSockets(app)).toBeGreaterThanOrEqual(4);
  const sent = new Promise<number | undefined>((done, fail) => {
    const sending = request(address, { method: 'POST', headers, localAddress: '127.0.0.2' }, (response) => {
      response.resume();
      done(response.statusCode);
    });
    sending.on('error', fail);
    sending.end(body);
  });
  expect(await sent).toBe(200);
  for (const sending of slow) sending.destroy();
});

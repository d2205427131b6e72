import { withQueries } from '@countersign/db/connections/transaction';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, call, connect, errorCode, READ_ONLY } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
});
afterAll(() => app.close());

interface Answer {
  result: {
    structuredContent?: Record<string, unknown>;
    content: { text: string }[];
    isError?: boolean;
    _meta?: Record<string, unknown>;
  };
}
const ask = async (name: string, input: Record<string, unknown>, accessToken: string) =>
  (await app.inject(call('legacy', name, input, accessToken))).json<Answer>().result;
const countNotes = async () => {
  const rows = await withQueries(database.owner, (db) =>
    db.selectFrom('idempotencyRecord').select('key').where('tool', '=', 'note').execute(),
  );
  return rows.length;
};

describe('a result', () => {
  it('is an object and the same JSON as text', async () => {
    const result = await ask('list_teams', {}, (await connect(database)).accessToken());
    expect(JSON.parse(result.content[0]?.text ?? '')).toEqual(result.structuredContent);
    expect(result.structuredContent?.['items']).toHaveLength(2);
  });
});

describe('input', () => {
  it('that does not fit is refused, each property by its path', async () => {
    const accessToken = (await connect(database)).accessToken();
    const result = await ask('create_note', { text: 7, colour: 'red', ['proto__x']: 1 }, accessToken);
    expect(result.isError).toBe(true);
    expect(result._meta?.['countersign/error']).toMatchObject({
      code: 'invalid_input',
      fields: [
        { path: 'text', problem: 'must be text, not a number' },
        { path: 'colour', problem: 'is not a known property' },
        { path: 'proto__x', problem: 'is not a known property' },
      ],
    });
    expect(result.content[0]?.text).toContain('colour');
  });

  it('nested to exhaustion is refused like any other', async () => {
    const accessToken = (await connect(database)).accessToken();
    const options = call('legacy', 'create_note', {}, accessToken);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const payload = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_note","arguments":{"text":${deep}}}}`;
    expect(errorCode((await app.inject({ ...options, payload })).body)).toBe('invalid_input');
  });
});

describe('a handler that fails', () => {
  it('tells nothing of the database, and leaves nothing behind', async () => {
    const accessToken = (await connect(database)).accessToken();
    const before = await countNotes();
    const result = await ask('create_note', { text: 'x', fail: 'sql' }, accessToken);
    expect(result._meta?.['countersign/error']).toMatchObject({ code: 'internal' });
    expect(JSON.stringify(result)).not.toMatch(/permission|connection|relation|select/);
    expect(await countNotes()).toBe(before);
  });

  it('with an error of ours tells exactly that', async () => {
    const result = await ask('create_note', { text: 'x', fail: 'app' }, (await connect(database)).accessToken());
    expect(result._meta?.['countersign/error']).toMatchObject({ code: 'not_found' });
  });

  it('says its facts in the text too, which is all that most hosts show their model', async () => {
    const connection = await connect(database, { organization: 'initech' });
    const result = await ask('create_quote', { amountMinor: -1 }, connection.accessToken());
    expect(result._meta?.['countersign/error']).toMatchObject({ code: 'conflict', leastMinor: 0 });
    expect(result.content[0]?.text).toBe('conflict: A price is not negative.\n{"leastMinor":0}');
  });
});

describe('an idempotency key', () => {
  const withKey = (idempotencyKey: string, text = 'Milk') => ({ text, idempotencyKey });

  it('gives the first result again, and says so', async () => {
    const accessToken = (await connect(database)).accessToken();
    const before = await countNotes();
    const first = await ask('create_note', withKey('again'), accessToken);
    const second = await ask('create_note', withKey('again'), accessToken);
    expect(second.structuredContent).toEqual({ ...first.structuredContent, replayed: true });
    expect(first.structuredContent).not.toHaveProperty('replayed');
    expect(await countNotes()).toBe(before + 1);
  });

  it('with other input is a conflict', async () => {
    const accessToken = (await connect(database)).accessToken();
    await ask('create_note', withKey('other'), accessToken);
    const result = await ask('create_note', withKey('other', 'Bread'), accessToken);
    expect(result._meta?.['countersign/error']).toMatchObject({ code: 'conflict' });
  });

  it('used twenty times at once has one effect and one result', async () => {
    const accessToken = (await connect(database)).accessToken();
    const before = await countNotes();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => ask('create_note', withKey('parallel'), accessToken)),
    );
    expect(await countNotes()).toBe(before + 1);
    expect(new Set(results.map((result) => result.structuredContent?.['id'])).size).toBe(1);
    expect(results.filter((result) => !result.structuredContent?.['replayed'])).toHaveLength(1);
  });

  it('of a call that failed is free again', async () => {
    const accessToken = (await connect(database)).accessToken();
    await ask('create_note', { ...withKey('failed'), fail: 'app' }, accessToken);
    const result = await ask('create_note', withKey('failed'), accessToken);
    expect(result.structuredContent).not.toHaveProperty('replayed');
    expect(result.isError).toBeUndefined();
  });

  it('of another connection is another key', async () => {
    const [one, two] = [await connect(database), await connect(database)];
    await ask('create_note', withKey('mine'), one.accessToken());
    expect((await ask('create_note', withKey('mine'), two.accessToken())).structuredContent).not.toHaveProperty(
      'replayed',
    );
  });

  it('is forgotten after a day', async () => {
    const accessToken = (await connect(database)).accessToken();
    await ask('create_note', withKey('old'), accessToken);
    await withQueries(database.owner, (db) =>
      db
        .updateTable('idempotencyRecord')
        .set({ createdAt: new Date(Date.now() - 86_401_000).toISOString() })
        .where('key', '=', 'old')
        .execute(),
    );
    expect((await ask('create_note', withKey('old', 'Bread'), accessToken)).structuredContent).toMatchObject({
      text: 'Bread',
    });
  });

  it('opens nothing that was closed since', async () => {
    const connection = await connect(database);
    await ask('create_note', withKey('closed'), connection.accessToken());
    const result = await ask('create_note', withKey('closed'), connection.accessToken(['mcp:read']));
    expect(result._meta?.['countersign/error']).toMatchObject({ code: 'insufficient_scope' });
  });
});

describe('the audit', () => {
  const events = async (connectionId: string) => {
    const rows = await withQueries(database.owner, (db) =>
      db.selectFrom('auditEvent').selectAll().where('connectionId', '=', connectionId).orderBy('id').execute(),
    );
    return rows;
  };

  it('tells of a write, a read and refusals: who, where from, how long, and the arguments only as a digest', async () => {
    const own = await buildTestApp(database.tools);
    const connection = await connect(database);
    const send = (name: string, input: Record<string, unknown>, scopes?: string[]) => {
      const options = call('legacy', name, input, connection.accessToken(scopes));
      return own.inject({
        ...options,
        headers: { ...options.headers, 'user-agent': 'claude-code/2' },
        remoteAddress: '203.0.113.7',
      });
    };
    await send('create_note', { text: 'a secret plan' });
    await send('list_teams', {});
    await send('create_note', { text: '' });
    await send('create_note', { text: 'x' }, ['mcp:read']);
    await connection.revoke();
    await send('list_teams', {});
    await own.close();
    const rows = await events(connection.id);
    expect(rows.map(({ outcome, details }) => [outcome, details])).toEqual([
      ['ok', { tool: 'create_note', writes: true, argumentsDigest: expect.any(String) as string }],
      ['ok', { tool: 'list_teams', writes: false, argumentsDigest: expect.any(String) as string }],
      [
        'refused',
        { tool: 'create_note', writes: true, argumentsDigest: expect.any(String) as string, error: 'invalid_input' },
      ],
      [
        'refused',
        {
          tool: 'create_note',
          writes: true,
          argumentsDigest: expect.any(String) as string,
          error: 'insufficient_scope',
        },
      ],
      [
        'refused',
        { tool: 'list_teams', writes: false, argumentsDigest: expect.any(String) as string, error: 'unauthenticated' },
      ],
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({
        action: 'tool.called',
        address: '203.0.113.7',
        userAgent: 'claude-code/2',
        clientId: 'test-client',
        actorKind: 'user',
      });
      expect(row.durationMs).toBeGreaterThanOrEqual(0);
      expect(JSON.stringify(row)).not.toContain('secret plan');
    }
  });

  it('can be turned off by the operator', async () => {
    const silent = await buildTestApp(database.tools, { env: { AUDIT_TOOL_CALLS: 'off' } });
    const connection = await connect(database);
    await silent.inject(call('legacy', 'create_note', { text: 'x' }, connection.accessToken()));
    await silent.inject(call('legacy', 'list_teams', {}, connection.accessToken()));
    await silent.close();
    expect(await events(connection.id)).toEqual([]);
  });
});

describe('a connection', () => {
  it('that was used is noted when the app closes, at the latest', async () => {
    const own = await buildTestApp(database.tools);
    const connection = await connect(database, { approved: READ_ONLY });
    await own.inject(call('legacy', 'list_teams', {}, connection.accessToken()));
    await own.close();
    const [row] = await withQueries(database.owner, (db) =>
      db.selectFrom('connection').select('lastUsedAt').where('id', '=', connection.id).execute(),
    );
    expect(row?.lastUsedAt).not.toBeNull();
  });
});

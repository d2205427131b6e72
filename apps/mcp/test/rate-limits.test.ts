import type { TestConnection } from '@countersign/testing/connection-builder';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, call, connect, ERAS, message } from './test-app.ts';

const database = useTestDatabase('demo');

let app: FastifyInstance;
afterEach(() => app.close());

function limited(credential: number, person = 0, organization = 0) {
  return buildTestApp(database.tools, {
    env: { RATE_LIMIT_CREDENTIAL: credential, RATE_LIMIT_PERSON: person, RATE_LIMIT_ORGANIZATION: organization },
  });
}

function post(credential: string, name = 'list_teams', input: object = {}) {
  const headers = { host: 'mcp.example.test', authorization: `Bearer ${credential}` };
  return app.inject({ method: 'POST', url: `/v1/tools/${name}`, headers, payload: input });
}

async function statuses(credential: string, calls: number): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < calls; index += 1) found.push((await post(credential)).statusCode);
  return found;
}

describe('one connection', () => {
  let connection: TestConnection;
  beforeEach(async () => {
    app = await limited(3);
    connection = await connect(database);
  });

  it('over REST is told 429 and when to go on, and on every answer where it stands', async () => {
    const first = await post(connection.accessToken());
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"credential";q=3;w=60',
      ratelimit: expect.stringMatching(/^"credential";r=2;t=(59|60)$/),
    });
    await statuses(connection.accessToken(), 2);
    const refused = await post(connection.accessToken());
    expect(refused.statusCode).toBe(429);
    expect(refused.headers.ratelimit).toMatch(/^"credential";r=0;t=\d+$/);
    const { retryAfterSeconds } = refused.json<{ retryAfterSeconds: number }>();
    expect(refused.headers['retry-after']).toBe(String(retryAfterSeconds));
    expect(refused.json()).toMatchObject({ code: 'rate_limited', retry: 'later', status: 429 });
    expect(retryAfterSeconds).toBeGreaterThan(50);
  });

  it.each(ERAS)(
    'over MCP gets a tool error that a model can read, and a status for all but tools (%s)',
    async (era) => {
      const accessToken = connection.accessToken();
      await statuses(accessToken, 3);
      const refused = await app.inject(call(era, 'list_teams', {}, accessToken));
      expect(refused.statusCode).toBe(200);
      const { result } = refused.json<{ result: { isError: boolean; content: { text: string }[]; _meta: object } }>();
      expect(result.isError).toBe(true);
      expect(result.content[0]?.text).toMatch(
        /^rate_limited: This connection or API key has made too many calls\. Go on in \d+ seconds/,
      );
      expect(result._meta).toMatchObject({
        'countersign/error': { code: 'rate_limited', retry: 'later', retryAfterSeconds: expect.any(Number) },
      });
      const list = await app.inject(message(era, 'tools/list', {}, { accessToken }));
      expect(list.statusCode).toBe(429);
      expect(Number(list.headers['retry-after'])).toBeGreaterThan(50);
    },
  );

  it('changes nothing with a call that is one too many', async () => {
    await statuses(connection.accessToken(), 3);
    const notes = async () =>
      (await database.owner.query("select count(*)::int as count from idempotency_record where tool = 'note'")).rows[0];
    const before = await notes();
    expect((await post(connection.accessToken(), 'create_note', { text: 'x' })).statusCode).toBe(429);
    expect(await notes()).toEqual(before);
  });

  it('holds nobody else up', async () => {
    expect(await statuses(connection.accessToken(), 4)).toEqual([200, 200, 200, 429]);
    expect(await statuses((await connect(database)).accessToken(), 3)).toEqual([200, 200, 200]);
  });

  it('is recorded once when it goes beyond its limit, and not for every call of the flood', async () => {
    await statuses(connection.accessToken(), 10);
    await app.close();
    const { rows } = await database.owner.query(
      "select details->>'error' as error, count(*)::int as count from audit_event where connection_id = $1 group by 1 order by 1",
      [connection.id],
    );
    expect(rows).toEqual([
      { error: 'rate_limited', count: 1 },
      { error: null, count: 3 },
    ]);
  });
});

describe('one API key', () => {
  it('is counted by itself from when the gate has told whose it is, and before too', async () => {
    app = await limited(2);
    const { key } = await aKey(database, { scopes: ['read:*'] });
    // The first request counts among those of keys that nobody knows.
    expect(await statuses(key, 4)).toEqual([200, 200, 200, 429]);
    expect(await statuses((await aKey(database, { scopes: ['read:*'] })).key, 1)).toEqual([200]);
  });
});

describe('one person', () => {
  it('is counted over all their connections and personal keys', async () => {
    app = await limited(0, 4);
    const [one, other] = [await connect(database), await connect(database)];
    const { key } = await aKey(database, { scopes: ['read:*'], person: 'ada' });
    // The first request of a credential tells whose it is; the limit is theirs from the second on.
    await Promise.all([one.accessToken(), other.accessToken(), key].map((credential) => post(credential)));
    expect(await statuses(one.accessToken(), 2)).toEqual([200, 200]);
    expect(await statuses(key, 2)).toEqual([200, 200]);
    expect(await statuses(other.accessToken(), 1)).toEqual([429]);
    const ben = await connect(database, { user: 'ben' });
    expect(await statuses(ben.accessToken(), 2)).toEqual([200, 200]);
  });
});

describe('one organization', () => {
  it('has a total over everybody in it', async () => {
    app = await limited(0, 0, 3);
    const [ada, ben] = [await connect(database), await connect(database, { user: 'ben' })];
    await Promise.all([ada, ben].map((connection) => post(connection.accessToken())));
    expect(await statuses(ada.accessToken(), 2)).toEqual([200, 200]);
    expect(await statuses(ben.accessToken(), 2)).toEqual([200, 429]);
    const elsewhere = await connect(database, { organization: 'initech' });
    expect(await statuses(elsewhere.accessToken(), 3)).toEqual([200, 200, 200]);
  });
});

describe('no limits', () => {
  it('are what 0 sets, and then no header speaks of any', async () => {
    app = await limited(0);
    const connection = await connect(database);
    const response = await post(connection.accessToken());
    expect(response.statusCode).toBe(200);
    expect(response.headers).not.toHaveProperty('ratelimit');
  });
});

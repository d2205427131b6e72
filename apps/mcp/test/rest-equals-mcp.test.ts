import { catalogue } from '@countersign/domain/catalogue';
import { demoRecords, filledIn } from '@countersign/domain/test/demo-records';
import { newId } from '@countersign/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, call, connect } from './test-app.ts';

/** One wire over a database of its own: two copies of one template, so that both see the same records before each call. */
interface Wire {
  readonly database: TestDatabase;
  readonly app: FastifyInstance;
  readonly accessToken: string;
}

let rest: Wire;
let mcp: Wire;
let records: Readonly<Record<string, string>>;
async function aWire(): Promise<Wire> {
  const database = await createTestDatabase('demo');
  const app = await buildTestApp(database.tools, { catalogue });
  // Initech has every switch on, and Ada is its admin.
  const connection = await connect(database, { organization: 'initech' });
  return { database, app, accessToken: connection.accessToken() };
}
beforeAll(async () => {
  [rest, mcp] = await Promise.all([aWire(), aWire()]);
  records = await demoRecords(rest.database, 'initech');
});
afterAll(async () => {
  for (const { app, database } of [rest, mcp]) {
    await app.close();
    await database.drop();
  }
});

type Input = Record<string, unknown>;

async function overRest(name: string, input: Input): Promise<unknown> {
  const response = await rest.app.inject({
    method: 'POST',
    url: `/v1/tools/${name}`,
    headers: { host: 'mcp.example.test', authorization: `Bearer ${rest.accessToken}` },
    payload: input,
  });
  const body = response.json<Input>();
  if (response.statusCode === 200) return body;
  const { type: _type, title: _title, status, instance: _instance, detail, ...facts } = body;
  expect(status).toBe(response.statusCode);
  return { error: detail, ...facts };
}

async function overMcp(name: string, input: Input): Promise<unknown> {
  const response = await mcp.app.inject(call('legacy', name, input, mcp.accessToken));
  const { result } = response.json<{
    result: {
      content: { text: string }[];
      structuredContent?: Input;
      isError?: boolean;
      _meta?: Record<string, Input>;
    };
  }>();
  const text = result.content[0]?.text ?? '';
  if (!result.isError) {
    expect(JSON.parse(text)).toEqual(result.structuredContent);
    return result.structuredContent;
  }
  const facts = result._meta?.['countersign/error'] ?? {};
  const [sentence = ''] = text.split('\n');
  return { error: sentence.replace(`${String(facts['code'])}: `, ''), ...facts };
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** Ids of demo records begin so; what the two databases gave out themselves does not. */
const DEMO_ID = '0194';

/** The answer without what differs between any two runs: ids that were just made, the moment they were made at, and signatures. */
function comparable(answer: unknown): unknown {
  const seen = new Map<string, string>();
  const text = JSON.stringify(answer, (key, value: unknown) =>
    key === 'nextCursor' && typeof value === 'string'
      ? Buffer.from(value.split('.')[1] ?? '', 'base64url').toString()
      : value,
  );
  return JSON.parse(
    text
      .replace(UUID, (id) => {
        if (id.startsWith(DEMO_ID)) return id;
        if (!seen.has(id)) seen.set(id, `new id ${seen.size + 1}`);
        return seen.get(id) ?? id;
      })
      .replace(MOMENT, (moment) => (Math.abs(Date.parse(moment) - Date.now()) < 3_600_000 ? 'now' : moment))
      // A link names the connection that made it, which is another on each wire.
      .replace(/(\/files\/)[\w.-]+/g, '$1…')
      .replace(/([?&](?:signature|expires)=)[\w-]+/g, '$1…'),
  );
}

describe.each([...catalogue.values()].map(({ tool }) => ({ name: tool.name, tool })))('$name', ({ name, tool }) => {
  const ids = Object.keys(tool.input.shape).filter((property) => property.endsWith('Id'));
  const example = () => filledIn(tool.examples[0] ?? {}, records);

  it('answers its examples the same over REST as over MCP', async () => {
    for (const input of tool.examples.map((value) => filledIn(value, records))) {
      const answer = await overRest(name, input);
      expect(comparable(await overMcp(name, input))).toEqual(comparable(answer));
      expect(answer).not.toMatchObject({ code: 'internal' });
    }
  });

  it('reads what a client may mean the same over REST as over MCP', async () => {
    const given = example();
    const nulls = Object.fromEntries(Object.keys(tool.input.shape).map((property) => [property, null]));
    const texts = Object.entries(given).map(([property, value]) => [
      property,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    for (const input of [
      { ...nulls, ...given, _meta: {}, tool_call_id: 'x' },
      { ...(Object.fromEntries(texts) as Input), cursor: '' },
      { ...given, clear: ['nonsense'] },
    ]) {
      const answer = await overRest(name, input);
      expect(comparable(await overMcp(name, input))).toEqual(comparable(answer));
    }
  });

  it('answers a mistake the same over REST as over MCP', async () => {
    const unknown = newId();
    const mistakes = [{ nonsense: 1 }, ...ids.map((property) => ({ ...example(), [property]: unknown }))];
    for (const input of mistakes) {
      const answer = await overRest(name, input);
      expect(comparable(await overMcp(name, input))).toEqual(comparable(answer));
    }
  });
});

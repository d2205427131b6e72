import { AppError } from '@countersign/contracts/errors';
import { parseToolInput } from '@countersign/contracts/tool-input';
import { catalogue } from '@countersign/domain/catalogue';
import { demoRecords, filledIn } from '@countersign/domain/test/demo-records';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostileInput, hostileInputs, ORDER } from './hostile-values.ts';
import { aKey, buildTestApp, connect } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
let credentials: { connection: string; key: string };
let records: Readonly<Record<string, string>>;
beforeAll(async () => {
  app = await buildTestApp(database.tools, { catalogue });
  records = await demoRecords(database, 'initech');
  // Initech has every switch on; Ada is its admin.
  const connection = await connect(database, { organization: 'initech' });
  const { key } = await aKey(database, { organization: 'initech', scopes: ['manage:*'] });
  credentials = { connection: connection.accessToken(), key };
});
afterAll(() => app.close());

/** Some tools make a document in each call. */
const PATIENCE_MS = 120_000;

interface Sent {
  readonly name: string;
  readonly input: Record<string, unknown>;
}
const refused: Sent[] = [];

async function send({ name, input }: Sent): Promise<{ status: number; body: Record<string, unknown>; text: string }> {
  const { requirement } = catalogue.get(name) ?? {};
  const response = await app.inject({
    method: 'POST',
    url: `/v1/tools/${name}`,
    headers: {
      host: 'mcp.example.test',
      'content-type': 'application/json',
      authorization: `Bearer ${requirement?.keyOnly ? credentials.key : credentials.connection}`,
    },
    payload: JSON.stringify(input),
  });
  return { status: response.statusCode, body: response.json(), text: response.body };
}

/** Sends all, eight at a time. */
async function sendAll<T extends Sent, A>(
  all: readonly T[],
  judge: (sent: T, answer: Awaited<ReturnType<typeof send>>) => A,
) {
  const waiting = [...all];
  const judged: A[] = [];
  const work = async () => {
    for (let sent = waiting.shift(); sent; sent = waiting.shift()) judged.push(judge(sent, await send(sent)));
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return judged;
}

const shown = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

describe.each([...catalogue.values()].map(({ tool }) => ({ name: tool.name, tool })))('$name', ({ name, tool }) => {
  const all = () => hostileInputs(tool.input, filledIn(tool.examples, records));
  /** What the schema refuses never reaches the tool, so it is judged without a request. */
  function bySchema(): { stopped: [HostileInput, AppError][]; passed: HostileInput[] } {
    const stopped: [HostileInput, AppError][] = [];
    const passed: HostileInput[] = [];
    for (const hostile of all()) {
      try {
        parseToolInput(tool, hostile.input);
        passed.push(hostile);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        stopped.push([hostile, error]);
      }
    }
    return { stopped, passed };
  }

  it('refuses what does not fit by the name of its field, in words of its own', () => {
    for (const [{ path, value }, { code, message, details }] of bySchema().stopped) {
      expect(code).toBe('invalid_input');
      const named = (details.fields ?? []).map((field) => field.path);
      const what = `${path} = ${shown(value)}: ${message.slice(0, 200)}`;
      // What stands beside the field may be missing where no example has it; then that is named.
      const within = path.slice(0, path.lastIndexOf('.') + 1) || path;
      const isNamed = named.some((field) => field.startsWith(within) || path.startsWith(`${field}.`));
      expect(isNamed, what).toBe(true);
      expect(message).not.toContain(ORDER);
      expect(message.length).toBeLessThan(2000);
    }
  });

  it('answers everything else with a result or an error that somebody can act on', {
    timeout: PATIENCE_MS,
  }, async () => {
    const problems = await sendAll(
      bySchema().passed.map((hostile) => ({ name, ...hostile })),
      ({ path, value, input }, { status, body, text }) => {
        const what = `${path} = ${shown(value)}: ${text.slice(0, 300)}`;
        if (status === 200) return [];
        refused.push({ name, input });
        const unnamed = body['code'] === 'invalid_input' && !Array.isArray(body['fields']);
        return status >= 500 || text.includes(ORDER) || unnamed ? [what] : [];
      },
    );
    expect(problems.flat()).toEqual([]);
  });
});

/** A digest of everything that belongs to an organization, and of nothing that a refusal may write. */
async function tenantDigest(): Promise<unknown> {
  const { rows } = await database.owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'organization_id' and table_name not in ('audit_event', 'api_key', 'connection')`,
  );
  const parts = rows.map(
    ({ name }) => `select '${name}' as name, count(*), sum(hashtextextended(t::text, 0)) from ${name} t`,
  );
  return (await database.owner.query(`${parts.join(' union all ')} order by 1`)).rows;
}

it('changes nothing with a call that it refuses', { timeout: PATIENCE_MS }, async () => {
  let again: Sent[] = refused;
  for (let round = 0; round < 3; round += 1) {
    const before = await tenantDigest();
    const answers = await sendAll(again, (sent, { status }) => ({ sent, status }));
    again = answers.filter(({ status }) => status !== 200).map(({ sent }) => sent);
    // Of other calls' success some that were refused may now succeed; those that stay refused are the question.
    if (again.length === answers.length) {
      expect(await tenantDigest()).toEqual(before);
      return;
    }
  }
  throw new Error('Calls that were refused keep succeeding.');
});

import { deedsOf } from '@countersign/access/deeds/deed-store';
import { toldDeed } from '@countersign/access/deeds/told-deed';
import type { Tool } from '@countersign/contracts/define-tool';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { catalogue, files } from '@countersign/domain/catalogue';
import { demoRecords, filledIn } from '@countersign/domain/test/demo-records';
import { fixedId, newId } from '@countersign/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, setSwitches } from './test-app.ts';

interface Told {
  readonly summary: string;
  readonly changes: readonly {
    readonly record: { kind: string; id: string; label?: string };
    readonly happened: string;
    readonly fields: object;
  }[];
}
type Body = Record<string, unknown> & {
  readonly dryRun?: true;
  readonly deed: Told;
  readonly provisional: readonly string[];
};

interface House {
  readonly database: TestDatabase;
  readonly app: FastifyInstance;
  readonly keys: { readonly personal: string; readonly organization: string };
  readonly records: Awaited<ReturnType<typeof demoRecords>>;
}

async function house(): Promise<House> {
  const database = await createTestDatabase('demo');
  await setSwitches(database.owner, 'acme', { mcpWrite: true, mcpBillingWrite: true });
  const app = await buildTestApp(database.tools, { catalogue, files });
  const { key: organization } = await aKey(database, { scopes: ['manage:*'] });
  const { key: personal } = await aKey(database, { scopes: ['manage:*'], person: 'ada' });
  return { database, app, keys: { personal, organization }, records: await demoRecords(database, 'acme') };
}

const houses: House[] = [];
let here: House;
beforeAll(async () => {
  here = await house();
  houses.push(here);
});
afterAll(async () => {
  for (const { app, database } of houses) {
    await app.close();
    await database.drop();
  }
});

async function call({ app, keys }: House, keyOnly: boolean, name: string, payload: object) {
  const headers = { authorization: `Bearer ${keyOnly ? keys.organization : keys.personal}`, host: 'mcp.example.test' };
  const response = await app.inject({ method: 'POST', url: `/v1/tools/${name}`, headers, payload });
  return { status: response.statusCode, body: response.json<Body>() };
}

/** A digest of every table that a tool may write, and of what leaves: rows in any order. */
async function digestOfAll({ database }: House): Promise<Record<string, string>> {
  const { rows: tables } = await database.owner.query<{ name: string }>(`
    select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace n on n.oid = relnamespace
    where relkind = 'r' and (nspname = 'job_queue' or nspname = 'public' and (
      has_table_privilege('countersign_tools', pg_class.oid, 'insert') or relname in ('deed', 'deed_change', 'search_entry')))
    and relname <> 'audit_event' order by 1`);
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await database.owner.query<{ digest: string }>(
      `select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest from ${name} t`,
    );
    digests[name] = rows[0]?.digest ?? '';
  }
  return digests;
}

/** A deed without what no two runs share: ids just made, the clock, and what is given when it happens. */
function comparable(deed: object): string {
  const made = new Map<string, string>();
  const text = JSON.stringify(deed, (name, value: unknown) => {
    if (GIVEN.has(name)) return '(given)';
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return '(a time)';
    return value;
  });
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
    const name = made.get(id) ?? `id ${made.size}`;
    made.set(id, name);
    return name;
  });
}

const GIVEN = new Set(['number', 'paymentReference', 'label', 'subject', 'summary', 'description']);
const ACME = { organizationId: fixedId('organization', 'acme'), teamId: null };
const writing = [...catalogue.values()].filter(({ tool }) => tool.writes);

/** Where the example asks for what is so already, one that changes something. */
const INSTEAD: Readonly<Record<string, object>> = {
  set_project_status: { status: 'done' },
  assign_task: { assigneeId: null },
};

const inputIn = ({ records }: House, { name, examples }: Tool): object => ({
  ...filledIn(examples[0] ?? {}, records),
  ...INSTEAD[name],
});

it('leaves no trace of a dry run of any tool: no row, no number, no key, no letter, no job', async () => {
  const before = await digestOfAll(here);
  for (const { tool, requirement } of writing) {
    const input = { ...inputIn(here, tool), dryRun: true, idempotencyKey: newId() };
    expect([tool.name, await call(here, requirement.keyOnly, tool.name, input)]).toMatchObject([
      tool.name,
      { status: 200, body: { dryRun: true } },
    ]);
  }
  expect(await digestOfAll(here)).toEqual(before);
});

describe.each(writing.map(({ tool, requirement }) => [tool.name, { tool, requirement }] as const))(
  '%s',
  (name, { tool, requirement }) => {
    it('shows in a dry run what it then does, as one deed that the audit log holds the digest of', async () => {
      const dryRun = () => call(here, requirement.keyOnly, name, { ...inputIn(here, tool), dryRun: true });
      let tried = await dryRun();
      if (tried.status !== 200) {
        // An earlier tool has changed the record that the example is about.
        here = await house();
        houses.push(here);
        tried = await dryRun();
      }
      expect(tried).toMatchObject({ status: 200, body: { dryRun: true } });
      expect(tried.body.deed.changes.length).toBeGreaterThan(0);

      const done = await call(here, requirement.keyOnly, name, inputIn(here, tool));
      expect(done).toMatchObject({ status: 200 });
      expect(done.body).not.toHaveProperty('dryRun');
      const { rows } = await here.database.owner.query<{ deed: string; digest: string }>(`
      select details ->> 'deed' as deed, details ->> 'deedDigest' as digest from audit_event
      where action = 'tool.called' and details ->> 'tool' = '${name}' and outcome = 'ok' and not details ? 'dryRun'`);
      expect(rows).toMatchObject([{ digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
      const [deed] = await inOrg(here.database.tools, ACME, (tx) => deedsOf(tx, [rows[0]?.deed ?? '']));
      expect(deed?.actor).toMatchObject({ tool: name, kind: 'key' });
      expect(comparable(toldDeed(deed, tool.did))).toBe(comparable(tried.body.deed));
    });
  },
);

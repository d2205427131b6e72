import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '@countersign/db/server/embedded';
import { migrate } from '@countersign/db/server/migrate';
import { ensureServingRoles } from '@countersign/db/tenancy/serving-roles';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

const SECRET_KEY = randomBytes(32).toString('base64');

/** A PostgreSQL of its own, as an operator is given one: roles belong to a whole cluster, and here the owner is no superuser. */
let home: string;
let cluster: EmbeddedDatabase;
let ownerUrl: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-plain-'));
  const password = randomBytes(16).toString('hex');
  cluster = await startEmbeddedDatabase({ directory: join(home, 'postgres'), password, throwAway: true });
  await query(cluster.url('postgres'), `create role plain login createrole password '${password}'`);
  await query(cluster.url('postgres'), 'create database deployment owner plain');
  const url = new URL(cluster.url('deployment'));
  url.username = 'plain';
  ownerUrl = url.href;
});
afterAll(async () => {
  await cluster?.stop();
  await rm(home, { recursive: true, force: true });
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const results = [await client.query(statement)].flat();
    return results.at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}

it('an owner who is no superuser brings a database up to date, and again, and makes logins that row-level security binds', async () => {
  expect(await migrate(ownerUrl)).toContain('0001_control_plane');
  expect(await migrate(ownerUrl)).toEqual([]);
  // Two at once, as when two machines are set up by one script.
  const [{ tools }] = await Promise.all([
    ensureServingRoles(ownerUrl, SECRET_KEY),
    ensureServingRoles(ownerUrl, SECRET_KEY),
  ]);
  expect(await query(tools, 'select from project')).toEqual([]);
});

it('an owner who is no superuser keeps the search index, and finds in it what a serving role may see', async () => {
  const { tools } = await ensureServingRoles(ownerUrl, SECRET_KEY);
  const organization = randomUUID();
  await query(ownerUrl, `insert into organization (id, slug, name) values ('${organization}', 'plain', 'Plain')`);
  const found = await query(
    tools,
    `select set_config('app.organization_id', '${organization}', false);
     insert into project (organization_id, id, name) values (current_organization(), gen_random_uuid(), 'Zeppelin');
     update project set name = 'Airship';
     select kind from find_records('{project}', 'airship', 30)`,
  );
  expect(found).toEqual([{ kind: 'project' }]);
});

it('the worker serves where the roles were made by hand, as before a restore', async () => {
  await query(ownerUrl, 'revoke countersign_tools from countersign_jobs');
  const { jobs } = await ensureServingRoles(ownerUrl, SECRET_KEY);
  expect(await query(jobs, 'select from project')).toEqual([]);
});

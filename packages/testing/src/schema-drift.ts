import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '@countersign/db/server/migrate';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { Client } from 'pg';

const SCHEMA = join(import.meta.dirname, '../../../prisma/schema');

/** The tables, keys and indexes of the Prisma schema as SQL for an empty database. */
export async function schemaAsSql(databaseUrl: string): Promise<string> {
  const names = (await readdir(SCHEMA)).filter((name) => name.endsWith('.prisma'));
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(SCHEMA, name), content: await readFile(join(SCHEMA, name), 'utf8') })),
  );
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl }));
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? '';
  } finally {
    engine.free();
  }
}

/** Columns, keys and indexes of a database as sorted lines: what the Prisma schema can say, and nothing else. */
async function describeDatabase(databaseUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(`
      select format('column %s.%s %s%s', table_name, column_name, udt_name, case is_nullable when 'NO' then ' not null' else '' end) as line
        from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'
      union all
      select format('key %s %s', conrelid::regclass, pg_get_constraintdef(oid))
        from pg_constraint where connamespace = 'public'::regnamespace and contype in ('p', 'f') and conrelid::regclass::text not like 'kysely%' and pg_get_constraintdef(oid) not like '%SET NULL (%'
      union all
      select 'index ' || regexp_replace(indexdef, 'INDEX [^ ]+ ', '')
        from pg_indexes where schemaname = 'public' and tablename not like 'kysely%' and indexdef not like '% WHERE %' and indexdef not like '%gist%' and indexdef not like '% USING gin %'
      order by 1`);
    return rows.map((row) => row.line);
  } finally {
    await client.end();
  }
}

/**
 * How a migrated database differs from the Prisma schema, line by line; empty when they agree. Uses two scratch databases of
 * the cluster at `clusterUrl`, which must be a throw-away one.
 */
export async function schemaDrift(clusterUrl: string): Promise<string[]> {
  const [migrated, declared] = await Promise.all([
    scratchDatabase(clusterUrl, 'drift_migrated', migrate),
    scratchDatabase(clusterUrl, 'drift_declared', async (url) => execute(url, await schemaAsSql(url))),
  ]);
  return [
    ...declared.filter((line) => !migrated.includes(line)).map((line) => `only in the schema:     ${line}`),
    ...migrated.filter((line) => !declared.includes(line)).map((line) => `only in the migrations: ${line}`),
  ];
}

async function scratchDatabase(clusterUrl: string, name: string, fill: (url: string) => Promise<unknown>) {
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  await execute(clusterUrl, `create database ${name}`);
  try {
    await fill(url.href);
    return await describeDatabase(url.href);
  } finally {
    await execute(clusterUrl, `drop database ${name} with (force)`);
  }
}

async function execute(url: string, statements: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

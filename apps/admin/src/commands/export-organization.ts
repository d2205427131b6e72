import { createHash } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type PoolClient } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { type Operator, organizationOf, Refusal } from '../operator.ts';

/** Credentials and their digests: they are of no use elsewhere, and not the organization's to take along. */
const SECRET_COLUMN = /(^|_)(hash|digest|sealed)$/;
const ROWS_AT_ONCE = 1000;
/** What is held of the rows that are fetched together, about: a document's row may have ten million characters, most have few hundred. */
const CHARACTERS_AT_ONCE = 8_000_000;

/**
 * Writes everything an organization has as JSON lines, one file per table, from one snapshot, with row-level security set to it. Every table with
 * an organization's id is read, the audit log among them, and beside them the organization itself and its people.
 */
export async function exportOrganization({ pool, agree, tell }: Operator, slug: string, folder: string): Promise<void> {
  const organization = await withQueries(pool, (db) => organizationOf(db, slug));
  const target = resolve(folder);
  await agree(
    `This writes everything that ${organization.slug} has to ${target}. Keep it as the database itself is kept.`,
  );
  await mkdir(target, { recursive: false, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new Refusal(`${target} cannot be made (${error.code}). Name a folder that is not there yet.`);
  });
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query("select set_config('app.organization_id', $1, true), set_config('app.team_id', '', true)", [
      organization.id,
    ]);
    const files = [];
    for (const { table, condition } of await tablesOf(client)) {
      files.push(await exportTable(client, target, table, condition, organization.id));
    }
    await client.query('commit');
    const manifest = { organization, exportedAt: new Date().toISOString(), files };
    await writeFile(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    tell({ folder: target, ...manifest }, `Wrote ${rows} rows of ${files.length} tables to ${target}.`);
  } finally {
    client.release(true);
  }
}

async function tablesOf(client: PoolClient): Promise<{ table: string; condition: string }[]> {
  const { rows } = await client.query<{ table: string }>(
    // The search index only repeats what is in the others.
    `select table_name as table from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and column_name = 'organization_id' and table_type = 'BASE TABLE' and table_name <> 'search_entry' order by 1`,
  );
  return [
    { table: 'organization', condition: 'id = $1' },
    { table: 'user', condition: 'id in (select user_id from membership where organization_id = $1)' },
    ...rows.map(({ table }) => ({ table, condition: 'organization_id = $1' })),
  ];
}

async function exportTable(
  client: PoolClient,
  folder: string,
  table: string,
  condition: string,
  organizationId: string,
) {
  const { rows: columns } = await client.query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position",
    [table],
  );
  const chosen = columns
    .filter(({ name }) => !SECRET_COLUMN.test(name))
    .map(({ name }) => client.escapeIdentifier(name));
  const file = await open(join(folder, `${table}.jsonl`), 'wx', 0o600);
  const sha256 = createHash('sha256');
  let count = 0;
  try {
    await client.query(
      `declare exported no scroll cursor for select to_jsonb(line)::text as line from (select ${chosen.join(', ')} from ${client.escapeIdentifier(table)} where ${condition}) line`,
      [organizationId],
    );
    for (let atOnce = 1; ; ) {
      const { rows } = await client.query<{ line: string }>(`fetch ${atOnce} from exported`);
      if (rows.length === 0) break;
      const text = rows.map(({ line }) => `${line}\n`).join('');
      sha256.update(text);
      await file.write(text);
      count += rows.length;
      atOnce = Math.min(
        ROWS_AT_ONCE,
        2 * atOnce,
        Math.max(1, Math.floor(CHARACTERS_AT_ONCE / (text.length / rows.length))),
      );
    }
    await client.query('close exported');
  } finally {
    await file.close();
  }
  return { table, rows: count, sha256: sha256.digest('hex') };
}

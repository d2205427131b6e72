import { createHash } from 'node:crypto';
import { inSpan, isTracing } from '@countersign/runtime/span';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { QueryArrayResult } from 'pg';
import type { DB } from '../generated/types.ts';
import { camelCase, snakeCase } from './column-names.ts';
import { inOneWrite } from './in-one-write.ts';
import type { PoolClient } from './pool.ts';
import { isLeftUnnamed } from './unnamed-statements.ts';

/** Queries over this product's tables, camelCase in TypeScript and snake_case in PostgreSQL. */
export type Queries = Kysely<DB>;

const names = new Map<string, string>();

/** Bounded so that a caller who manages to vary the SQL text cannot fill memory; past it, statements travel unnamed. */
const MAX_NAMES = 2000;

/** The name under which a connection keeps a statement prepared: planning costs more than executing most of ours. */
export function statementName(sql: string): string | undefined {
  let name = names.get(sql);
  if (name === undefined && names.size < MAX_NAMES) {
    name = createHash('sha256').update(sql).digest('base64url').slice(0, 22);
    names.set(sql, name);
  }
  return name;
}

const FIRST_WORDS = /^\W*(\w+)(?:[^]*?\b(?:from|into|update)\s+"?(\w+))?/i;

/** What a statement does to which table, such as `select organization`: the rest could tell more than a trace should. */
function attributesOf(sql: string) {
  const [, verb = '', table = ''] = FIRST_WORDS.exec(sql.slice(0, 2000)) ?? [];
  return { 'db.system.name': 'postgresql', 'db.query.summary': `${verb.toLowerCase()} ${table}`.trim() };
}

/**
 * Names are translated where the SQL is written and where rows arrive. Kysely's own plugin copies each query before it is compiled, and
 * looks up each key of each row, which is a quarter of what the builder takes for a list.
 */
class SnakeCaseCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(identifier: string): string {
    return super.sanitizeIdentifier(snakeCase(identifier));
  }
}

function toRow(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) row[name] = values[index];
  return row;
}

function send(client: PoolClient, { sql, parameters }: CompiledQuery): Promise<QueryArrayResult> {
  const name = isLeftUnnamed(client) ? undefined : statementName(sql);
  const statement = {
    text: sql,
    values: parameters as unknown[],
    rowMode: 'array' as const,
    ...(name === undefined ? {} : { name }),
  };
  const ask = () => client.query(statement);
  return isTracing() ? inSpan('sql', attributesOf(sql), ask) : ask();
}

class ClientConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  constructor(client: PoolClient) {
    this.#client = client;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await send(this.#client, query);
    const names = result.fields.map((field) => camelCase(field.name));
    const rows = result.rows.map((values) => toRow(names, values));
    return { rows: rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for it, and nothing here streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming would hold a portal open on a pipelined connection.');
  }
}

/** Kysely's driver over one client that somebody else opened, in whatever transaction that client is. */
class ClientDriver implements Driver {
  readonly #connection: DatabaseConnection;
  constructor(client: PoolClient) {
    this.#connection = new ClientConnection(client);
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
  async beginTransaction(): Promise<void> {
    throw new Error('Transactions are opened by transaction() and inOrg().');
  }
  async commitTransaction(): Promise<void> {
    throw new Error('Transactions are ended by transaction() and inOrg().');
  }
  async rollbackTransaction(): Promise<void> {
    throw new Error('Transactions are ended by transaction() and inOrg().');
  }
}

const perClient = new WeakMap<PoolClient, Queries>();
const clients = new WeakMap<Queries, PoolClient>();

/** The query builder of one client, made once for the client's life: building it costs more than a query. */
export function queriesOn(client: PoolClient): Queries {
  let queries = perClient.get(client);
  if (!queries) {
    queries = new Kysely<DB>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new ClientDriver(client),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new SnakeCaseCompiler(),
      },
    });
    perClient.set(client, queries);
    clients.set(queries, client);
  }
  return queries;
}

/** Sends a statement in this very turn, together with what else the turn sends. The builder's own way takes a few turns before it does. */
export function sendNow(queries: Queries, query: CompiledQuery): Promise<unknown> {
  const client = clients.get(queries);
  if (!client) throw new Error('These queries have no client of their own.');
  inOneWrite(client);
  return send(client, query);
}

import { randomUUID } from 'node:crypto';
import type { Pool } from '@countersign/db/connections/pool';
import { activeSigningKey } from '@countersign/testing/connection-builder';
import type { BenchCluster } from '../bench-database.ts';
import { startChild } from '../child.ts';
import { type Turns, toBytes } from '../load.ts';
import { RESOURCE, readCall, urls } from '../mcp-request.ts';
import { CONNECTIONS, type Figures, takeTurns } from '../rounds.ts';
import { figuresTable, ratio, whole } from '../table.ts';

const SIZES = [5000, 1_000_000] as const;
const ORGANIZATIONS = 1000;
const PEOPLE = 10_000;
/** So many of them call in turn on each of the load's connections, so that one row is not asked for all the time. */
const CALLING_EACH = 30;

/** The read path with few and with many connections in the database, by one process and by two. */
export async function manyConnections(cluster: BenchCluster): Promise<string> {
  const database = await cluster.createDatabase();
  await addPeople(database.owner);
  const settings = { toolsUrl: database.toolsUrl, urls, withFastLane: true };
  const servers = await Promise.all([startChild('countersign.ts', settings), startChild('countersign.ts', settings)]);
  const measured: { size: number; one: Figures; two: Figures }[] = [];
  let there = 0;
  for (const size of SIZES) {
    await addConnections(database.owner, there, size);
    there = size;
    const turnsOf = inTurn(await accessTokens(database.owner));
    const { one, two } = await takeTurns(
      {
        one: { name: 'one process', servers: servers.slice(0, 1), turnsOf },
        two: { name: 'two processes', servers, turnsOf },
      },
      { rounds: 4, seconds: 1.5 },
    );
    measured.push({ size, one, two });
  }
  await Promise.all(servers.map((server) => server.stop()));
  await database.close();
  const [few, many] = measured;
  if (!few || !many) throw new Error('Both sizes are measured.');
  const rows = measured.flatMap(({ size, one, two }) => [
    [`j. ${whole(size)} connections, one process`, one] as const,
    [`j. ${whole(size)} connections, two processes`, two] as const,
  ]);
  return [
    figuresTable(rows),
    '',
    ratio('many/few, one process', many.one, few.one),
    ratio('many/few, two processes', many.two, few.two),
  ].join('\n');
}

/** The SQL of an id: as a UUIDv7, and in the order of the numbers. */
const id = (kind: 1 | 2 | 3 | 4, n: string) =>
  `('0194000${kind}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const organizationId = (n: string) => id(1, n);
const userId = (n: string) => id(2, n);
/** Whose organization it is. */
const organizationOf = (person: string) => organizationId(`${person} % ${ORGANIZATIONS} + 1`);

/** Organizations of twenty teams with ten people each. */
async function addPeople(owner: Pool): Promise<void> {
  const statements = [
    `insert into organization (id, slug, name)
     select ${organizationId('n')}, 'org-' || n, 'Organization ' || n from generate_series(1, ${ORGANIZATIONS}) n`,
    `insert into "user" (id, email, name, password_hash)
     select ${userId('n')}, 'person-' || n || '@example.test', 'Person ' || n, '' from generate_series(1, ${PEOPLE}) n`,
    `insert into membership (organization_id, user_id, role)
     select ${organizationOf('n')}, ${userId('n')}, 'admin' from generate_series(1, ${PEOPLE}) n`,
    `insert into team (organization_id, id, name)
     select ${organizationId('o')}, ${id(3, 'o * 20 + n')}, 'Team ' || n
     from generate_series(1, ${ORGANIZATIONS}) o, generate_series(1, 20) n`,
  ];
  for (const statement of statements) await unlimited(owner, statement);
}

async function addConnections(owner: Pool, from: number, to: number): Promise<void> {
  const person = `n % ${PEOPLE} + 1`;
  await unlimited(
    owner,
    `insert into connection (id, grant_id, client_id, client_name, redirect_host, user_id, organization_id, resource,
       requested, approved, activated_at, expires_at)
     select ${id(4, 'n')}, 'grant-' || n, 'client-' || n % 100, 'Client', 'localhost', ${userId(person)},
       ${organizationOf(`(${person})`)}, '${RESOURCE}', '{mcp:read}', '{mcp:read}', now(), now() + interval '1 day'
     from generate_series(${from + 1}, ${to}) n`,
  );
  await unlimited(owner, 'vacuum analyze connection');
}

/** A statement for which a pool of ours would lose its patience. */
async function unlimited(owner: Pool, statement: string): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query(statement);
  } finally {
    client.release(true);
  }
}

/** Of connections from all over the table. */
async function accessTokens(owner: Pool): Promise<string[]> {
  const key = await activeSigningKey(owner);
  const { rows } = await owner.query<{ id: string; user_id: string; client_id: string; organization_id: string }>(
    'select id, user_id, client_id, organization_id from connection order by md5(id::text) limit $1',
    [CALLING_EACH * CONNECTIONS],
  );
  const iat = Math.floor(Date.now() / 1000);
  return rows.map((row) =>
    key.sign({
      iss: urls.auth,
      aud: RESOURCE,
      sub: row.user_id,
      client_id: row.client_id,
      scope: 'mcp:read',
      iat,
      exp: iat + 3600,
      jti: randomUUID(),
      connection_id: row.id,
      org_id: row.organization_id,
      team_id: null,
    }),
  );
}

function inTurn(tokens: readonly string[]): (connection: number) => Turns {
  return (connection) => {
    const requests = tokens
      .filter((_, index) => index % CONNECTIONS === connection)
      .map((accessToken) => toBytes(readCall(accessToken)));
    let sent = 0;
    return () => {
      sent += 1;
      return requests[sent % requests.length] ?? Buffer.alloc(0);
    };
  };
}

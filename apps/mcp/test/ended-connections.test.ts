import { fixedId } from '@countersign/runtime/ids';
import type { ConnectionParts } from '@countersign/testing/connection-builder';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, call, connect, ERAS, message } from './test-app.ts';

let database: TestDatabase;
let app: FastifyInstance;
beforeEach(async () => {
  database = await createTestDatabase('demo');
  app = await buildTestApp(database.tools);
});
afterEach(async () => {
  await app.close();
  await database.drop();
});

const acme = fixedId('organization', 'acme');
const ben = fixedId('user', 'ben');
const inDesign = { user: 'ben', team: 'Design' } as const;

const ENDINGS: readonly [
  what: string,
  parts: Partial<ConnectionParts>,
  statement: string,
  values: readonly string[],
][] = [
  [
    'its person left the organization',
    { user: 'ben' },
    'delete from membership where organization_id = $1 and user_id = $2',
    [acme, ben],
  ],
  [
    'its person left its team',
    inDesign,
    'delete from team_membership where organization_id = $1 and user_id = $2',
    [acme, ben],
  ],
  ['its person is gone', { user: 'ben' }, 'delete from "user" where id = $1', [ben]],
  ['it grew too old', { user: 'ben' }, 'update connection set expires_at = now() where user_id = $1', [ben]],
];

describe('a connection ends with the next request when', () => {
  it.each(ENDINGS)('%s', async (_what, parts, statement, values) => {
    const connection = await connect(database, parts);
    const accessToken = connection.accessToken();
    const requests = ERAS.flatMap((era) => [
      message(era, 'tools/list', {}, { accessToken }),
      call(era, 'list_teams', {}, accessToken),
      call(era, 'create_note', { text: 'x' }, accessToken),
    ]);
    for (const request of requests) expect((await app.inject(request)).statusCode).toBe(200);
    await database.owner.query(statement, [...values]);
    for (const request of requests) {
      const response = await app.inject(request);
      expect(response.statusCode).toBe(401);
      expect(response.headers['www-authenticate']).toContain(
        'error="invalid_token", error_description="This connection has ended. Connect again to go on."',
      );
      expect(response.body).toContain('This connection has ended. Connect again to go on.');
    }
  });

  it('an admin who entered every team is no admin any more', async () => {
    const connection = await connect(database, { user: 'ada', team: 'Engineering' });
    const ask = () => app.inject(call('legacy', 'list_teams', {}, connection.accessToken()));
    await database.owner.query('delete from team_membership where user_id = $1', [fixedId('user', 'ada')]);
    expect((await ask()).statusCode).toBe(200);
    await database.owner.query("update membership set role = 'member' where organization_id = $1 and user_id = $2", [
      acme,
      fixedId('user', 'ada'),
    ]);
    expect((await ask()).statusCode).toBe(401);
  });
});

it('a membership that ends takes its connections with it for good, and a new one does not bring them back', async () => {
  const connection = await connect(database, { user: 'ben' });
  const request = message('modern', 'tools/list', {}, { accessToken: connection.accessToken() });
  expect((await app.inject(request)).statusCode).toBe(200);
  await database.control.query('delete from membership where organization_id = $1 and user_id = $2', [acme, ben]);
  await database.control.query("insert into membership (organization_id, user_id, role) values ($1, $2, 'member')", [
    acme,
    ben,
  ]);
  expect((await app.inject(request)).statusCode).toBe(401);
  const { rows } = await database.owner.query('select revoked_reason from connection where id = $1', [connection.id]);
  expect(rows).toEqual([{ revoked_reason: 'membership' }]);
});

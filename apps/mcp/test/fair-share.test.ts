import { defineCatalogue } from '@countersign/contracts/catalogue';
import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { queries } from '@countersign/db/in-org';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { buildTestApp, connect } from './test-app.ts';

const dig = defineTool({
  name: 'dig_slowly',
  title: 'Dig slowly',
  summary: 'A report over far too many records.',
  module: 'reports',
  effect: 'read',
  input: z.strictObject({ seconds: z.number().min(0).max(1) }),
  output: z.object({}),
  examples: [{ seconds: 0 }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, { seconds }, tx) => {
    await queries(tx)
      .selectNoFrom((from) => from.fn('pg_sleep', [from.val(seconds)]).as('slept'))
      .execute();
    return {};
  });

let database: TestDatabase;
let app: FastifyInstance;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  const catalogue = defineCatalogue([{ name: 'reports', title: 'Reports', area: 'general', tools: [dig] }]);
  app = await buildTestApp(database.tools, { catalogue });
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

async function digAs(accessToken: string, seconds: number): Promise<number> {
  const headers = { host: 'mcp.example.test', authorization: `Bearer ${accessToken}` };
  const response = await app.inject({ method: 'POST', url: '/v1/tools/dig_slowly', headers, payload: { seconds } });
  return response.statusCode;
}

it('an organization whose calls take long leaves the others their connections to the database', async () => {
  const [acme, initech] = [await connect(database), await connect(database, { organization: 'initech' })];
  for (const connection of [acme, initech]) expect(await digAs(connection.accessToken(), 0)).toBe(200);
  let answered = 0;
  const flood = Array.from({ length: 40 }, async () => {
    const status = await digAs(acme.accessToken(), 0.2);
    answered += 1;
    return status;
  });
  expect(await digAs(initech.accessToken(), 0)).toBe(200);
  expect(answered).toBeLessThanOrEqual(5);
  expect(new Set(await Promise.all(flood))).toEqual(new Set([200]));
});

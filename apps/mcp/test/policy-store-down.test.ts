import { createPool } from '@countersign/db/connections/pool';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { describe, expect, it } from 'vitest';
import { buildTestApp, call, connect, ERAS, message } from './test-app.ts';

const database = useTestDatabase('demo');

const closedPool = () =>
  createPool('postgres://nobody:x@127.0.0.1:1/none', { applicationName: 'closed', connectTimeoutMs: 500 });

describe('when the database cannot be reached', () => {
  it.each(ERAS)('a process that just started answers 503 with Retry-After (%s)', async (era) => {
    const pool = closedPool();
    const app = await buildTestApp(pool);
    const accessToken = (await connect(database)).accessToken();
    for (const options of [call(era, 'list_teams', {}, accessToken), message(era, 'tools/list', {}, { accessToken })]) {
      const response = await app.inject(options);
      expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '2']);
      expect(response.headers['www-authenticate']).toBeUndefined();
    }
    await app.close();
    await pool.end();
  });

  it.each(ERAS)('a process that had verified the token answers 503 too, whatever is asked (%s)', async (era) => {
    let current = database.tools;
    const down = closedPool();
    const switching = new Proxy(database.tools, {
      get: (_pool, name) => {
        const value: unknown = Reflect.get(current, name, current);
        return typeof value === 'function' ? (value.bind(current) as unknown) : value;
      },
    });
    const app = await buildTestApp(switching, { env: { AUDIT_TOOL_CALLS: 'off' } });
    const accessToken = (await connect(database)).accessToken();
    const read = call(era, 'list_teams', {}, accessToken);
    expect((await app.inject(read)).statusCode).toBe(200);
    current = down;
    for (const options of [
      read,
      call(era, 'create_note', { text: 'x' }, accessToken),
      message(era, 'tools/list', {}, { accessToken }),
      message(era, 'ping', {}, { accessToken }),
    ]) {
      const response = await app.inject(options);
      expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '2']);
    }
    expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200);
    expect((await app.inject({ url: '/readyz' })).statusCode).toBe(503);
    current = database.tools;
    expect((await app.inject(read)).statusCode).toBe(200);
    await app.close();
    await down.end();
  });
});

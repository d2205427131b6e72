import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, call } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
});
afterAll(() => app.close());

describe('an allow-list of addresses', () => {
  const ask = async (of: FastifyInstance, key: string, remoteAddress: string, forwarded?: string) => {
    const options = call('legacy', 'list_teams', {}, key);
    const headers = forwarded ? { ...options.headers, 'x-forwarded-for': forwarded } : options.headers;
    return (await of.inject({ ...options, headers, remoteAddress })).statusCode;
  };

  it.each([
    ['203.0.113.7', '203.0.113.7', 200],
    ['203.0.113.7', '203.0.113.8', 401],
    ['203.0.113.7', '::ffff:203.0.113.7', 200],
    ['203.0.113.9/24', '203.0.113.250', 200],
    ['203.0.113.0/24', '203.0.114.1', 401],
    ['2001:db8::/32', '2001:db8:ffff::1', 200],
    ['2001:db8::/32', '2001:db9::1', 401],
    ['2001:db8::1', '203.0.113.7', 401],
    ['0.0.0.0/0', '2001:db8::1', 401],
  ])('with %s answers %s with %i', async (allowed, address, status) => {
    const { key } = await aKey(database, { scopes: ['read:*'], allowedAddresses: [allowed] });
    expect(await ask(app, key, address)).toBe(status);
  });

  it('believes a proxy that is trusted, and no other', async () => {
    const behindProxy = await buildTestApp(database.tools, { env: { TRUST_PROXY: ['10.0.0.0/8'] } });
    const { key } = await aKey(database, { scopes: ['read:*'], allowedAddresses: ['203.0.113.7', '2001:db8::7'] });
    expect(await ask(behindProxy, key, '10.0.0.1', '203.0.113.7')).toBe(200);
    expect(await ask(behindProxy, key, '10.0.0.1', '2001:db8::7')).toBe(200);
    expect(await ask(behindProxy, key, '10.0.0.1', '198.51.100.1')).toBe(401);
    expect(await ask(behindProxy, key, '10.0.0.1', 'not an address')).toBe(401);
    expect(await ask(behindProxy, key, '198.51.100.1', '203.0.113.7')).toBe(401);
    expect(await ask(app, key, '198.51.100.1', '203.0.113.7')).toBe(401);
    await behindProxy.close();
  });
});

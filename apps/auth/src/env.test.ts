import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readAuthEnv } from './env.ts';

const given = {
  DATABASE_URL: 'postgres://user:password@localhost:5432/countersign',
  SECRET_KEY: randomBytes(32).toString('base64'),
};

test('two settings are enough to start', () => {
  expect(readAuthEnv(given)).toMatchObject({ AUTH_PORT: 4000, AUTH_URL: 'http://localhost:4000', TRUST_PROXY: [] });
});

describe('TRUST_PROXY', () => {
  test('is a list of addresses and ranges', () => {
    const { TRUST_PROXY } = readAuthEnv({ ...given, TRUST_PROXY: '10.0.0.0/8, ::1,192.0.2.1' });
    expect(TRUST_PROXY).toEqual(['10.0.0.0/8', '::1', '192.0.2.1']);
  });

  test.each(['1', 'true', 'proxy.example.com', '10.0.0.0/33', '10.0.0.0/'])('is refused as %j', (TRUST_PROXY) => {
    expect(() => readAuthEnv({ ...given, TRUST_PROXY })).toThrow(/^TRUST_PROXY: /);
  });
});

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

  test.each([
    ['0.0.0.0/0'],
    ['::/0'],
    ['10.0.0.0/0'],
    ['10.0.0.0/8, 0.0.0.0/0'],
    ['0.0.0.0/1,128.0.0.0/1'],
    ['10.0.0.0/7'],
    ['::ffff:0:0/96'],
    ['::ffff:0.0.0.0/97'],
    ['::ffff:10.0.0.0/100'],
    ['::/80'],
    ['::/1,8000::/1'],
    ['2000::/3'],
    ['fc00::/6'],
  ])('is refused as %j, since strangers are in it', (TRUST_PROXY) => {
    expect(() => readAuthEnv({ ...given, TRUST_PROXY })).toThrow(/^TRUST_PROXY: .* is everybody, or nearly/);
  });

  test.each([
    '10.0.0.0/8',
    '172.16.0.0/12',
    '104.16.0.0/13',
    '2400:cb00::/32',
    'fc00::/7',
    'fe80::/10',
    '::1',
    '::ffff:10.0.0.0/104',
  ])('is taken as %j', (TRUST_PROXY) => {
    expect(readAuthEnv({ ...given, TRUST_PROXY }).TRUST_PROXY).toEqual([TRUST_PROXY]);
  });

  test.each(['1', 'true', 'proxy.example.com', '10.0.0.0/33', '10.0.0.0/'])('is refused as %j', (TRUST_PROXY) => {
    expect(() => readAuthEnv({ ...given, TRUST_PROXY })).toThrow(/^TRUST_PROXY: /);
  });
});

describe('NODE_ENV', () => {
  test.each(['Production', 'PRODUCTION', 'prod', 'production ', 'live'])(
    'is refused as %j, which would mean nothing',
    (NODE_ENV) => {
      expect(() => readAuthEnv({ ...given, NODE_ENV })).toThrow(
        /^NODE_ENV: must be production, development or test, in small letters/,
      );
    },
  );
});

describe('a name that is nearly a setting’s', () => {
  test.each([
    ['TRUST_PROXY_', 'TRUST_PROXY'],
    ['TRUSTPROXY', 'TRUST_PROXY'],
    ['trust_proxy', 'TRUST_PROXY'],
    ['TRUST-PROXY', 'TRUST_PROXY'],
    ['TURST_PROXY', 'TRUST_PROXY'],
    ['METRIC_TOKEN', 'METRICS_TOKEN'],
    ['REDIS_URI', 'REDIS_URL'],
    ['SMTP_URI', 'SMTP_URL'],
    ['RATE_LIMIT_CREDENTIALS', 'RATE_LIMIT_CREDENTIAL'],
    ['RATE_LIMIT_PEOPLE', undefined],
    ['SECRET_KEY_PREVIUOS', 'SECRET_KEY_PREVIOUS'],
    ['DRAIN_SECOND', 'DRAIN_SECONDS'],
    ['AUDIT_TOOL_CALL', 'AUDIT_TOOL_CALLS'],
    ['NODE_EVN', 'NODE_ENV'],
    ['OIDC_OFFICE_CLIENTID', 'One of OIDC_<NAME>_ISSUER'],
    // Another app's: it is misspelt here as well.
    ['JOB_RETRYS', 'JOB_RETRIES'],
    ['MCP_ALOWED_ORIGINS', 'MCP_ALLOWED_ORIGINS'],
  ])('%s is refused, and %s named', (name, meant) => {
    const read = () => readAuthEnv({ ...given, [name]: 'x' });
    if (meant === undefined) expect(read).not.toThrow();
    else expect(read).toThrow(new RegExp(`^${name}: is no setting\\. ${meant}`));
  });

  test.each([
    'HOME',
    'PATH',
    'HOSTNAME',
    'AMQP_PORT',
    'KUBERNETES_PORT',
    'NODE_VERSION',
    'NODE_OPTIONS',
    'DATABASE_NAME',
    'PGHOST',
    'http_proxy',
    'OTEL_SERVICE_NAME',
    'MAIL',
  ])('%s is somebody else’s', (name) => {
    expect(() => readAuthEnv({ ...given, [name]: 'x' })).not.toThrow();
  });
});

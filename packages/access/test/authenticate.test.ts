import { createHmac } from 'node:crypto';
import { createPool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { createLog } from '@countersign/runtime/log';
import { aConnection, activeSigningKey, type TestConnection } from '@countersign/testing/connection-builder';
import { aSigningKey, type TestSigningKey } from '@countersign/testing/test-signing-key';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newApiKey } from '../src/keys/api-key.ts';
import { createAuthenticator } from '../src/principals/authenticate.ts';

const issuer = 'https://auth.example.test';
const resource = 'https://mcp.example.test/mcp';
const log = createLog('test', 'silent');

const database = useTestDatabase('demo');
let key: TestSigningKey;
let connection: TestConnection;
beforeAll(async () => {
  key = await activeSigningKey(database.owner);
  connection = await aConnection(database.owner, { issuer, resource });
});

let now = () => new Date();
const newAuthenticator = () => createAuthenticator({ pool: database.tools, log, clock: () => now(), issuer });
const unauthenticated = expect.objectContaining({ code: 'unauthenticated' }) as unknown;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an access token of the authorization server', () => {
  it('names its connection, person, client, resource and the scopes this product knows', async () => {
    const accessToken = connection.accessToken(['mcp:write', 'mcp:read', 'openid', 'mcp:everything']);
    const principal = await newAuthenticator()(`Bearer ${accessToken}`, resource);
    expect(principal).toMatchObject({
      connectionId: connection.id,
      clientId: 'test-client',
      resource,
      scopes: ['mcp:read', 'mcp:write'],
    });
  });

  it('is taken whatever the case of the scheme', async () => {
    await expect(newAuthenticator()(`bearer ${connection.accessToken()}`, resource)).resolves.toBeDefined();
  });

  it.each(['next', 'retired'] as const)('verifies while its key is %s', async (state) => {
    const other = await aSigningKey(database.owner, state);
    await expect(newAuthenticator()(`Bearer ${other.sign(connection.claims())}`, resource)).resolves.toBeDefined();
  });

  it('of a key made after the last load is not refused', async () => {
    const authenticate = newAuthenticator();
    await authenticate(`Bearer ${connection.accessToken()}`, resource);
    const rotated = await aSigningKey(database.owner, 'retired');
    await expect(authenticate(`Bearer ${rotated.sign(connection.claims())}`, resource)).resolves.toBeDefined();
  });
});

describe('refused', () => {
  const claims = () => connection.claims();
  const signedWithPublicKey = () => {
    const signed = `${part({ alg: 'HS256', typ: 'at+jwt', kid: key.kid })}.${part(claims())}`;
    const secret = key.publicKey.export({ format: 'pem', type: 'spki' });
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const without = (name: string) => {
    const { [name]: _, ...rest } = claims();
    return rest;
  };
  const tampered = () => {
    const [head, , signature] = connection.accessToken().split('.');
    return `${head}.${part({ ...claims(), connection_id: crypto.randomUUID() })}.${signature}`;
  };
  const seconds = Math.floor(Date.now() / 1000);

  it.each<[string, () => string]>([
    ['no algorithm', () => `${part({ alg: 'none', typ: 'at+jwt', kid: key.kid })}.${part(claims())}.`],
    ['HS256 keyed with the public key', signedWithPublicKey],
    ['type JWT', () => key.sign(claims(), { typ: 'JWT' })],
    ['no type', () => key.sign(claims(), { typ: undefined })],
    ['an unknown key', () => key.sign(claims(), { kid: 'unknown' })],
    ['no key id', () => key.sign(claims(), { kid: undefined })],
    [
      'a key of its own in the header',
      () => key.sign(claims(), { kid: 'own', jwk: key.publicKey.export({ format: 'jwk' }) }),
    ],
    ['two audiences', () => key.sign({ ...claims(), aud: [resource, 'https://other.example'] })],
    ['one audience as an array', () => key.sign({ ...claims(), aud: [resource] })],
    ['no audience', () => key.sign(without('aud'))],
    ['an audience with a trailing slash', () => key.sign({ ...claims(), aud: `${resource}/` })],
    ['the audience of an organization’s URL', () => key.sign({ ...claims(), aud: `${resource}/o/acme` })],
    ['a foreign issuer', () => key.sign({ ...claims(), iss: 'https://evil.example' })],
    ['an issuer with a trailing slash', () => key.sign({ ...claims(), iss: `${issuer}/` })],
    ['an expiry in the past', () => key.sign({ ...claims(), exp: seconds - 60 })],
    ['no expiry', () => key.sign(without('exp'))],
    ['a validity that has not begun', () => key.sign({ ...claims(), nbf: seconds + 600 })],
    ['no connection', () => key.sign(without('connection_id'))],
    ['a connection that is no id', () => key.sign({ ...claims(), connection_id: "x' or true --" })],
    ['changed claims', tampered],
    ['no signature', () => connection.accessToken().replace(/\.[^.]*$/, '.')],
    ['no JWT', () => 'opaque'],
    ['endless', () => 'a'.repeat(10_000)],
  ])('a credential with %s', async (_flaw, accessToken) => {
    await expect(newAuthenticator()(`Bearer ${accessToken()}`, resource)).rejects.toEqual(unauthenticated);
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer a b'])('the header %j', async (header) => {
    await expect(newAuthenticator()(header, resource)).rejects.toEqual(unauthenticated);
  });

  it('a token of a key nobody published', async () => {
    const foreign = await aSigningKey(database.owner, null);
    await expect(newAuthenticator()(`Bearer ${foreign.sign(claims())}`, resource)).rejects.toEqual(unauthenticated);
  });
});

describe('a token that was verified before', () => {
  it('is refused once it has expired', async () => {
    const authenticate = newAuthenticator();
    const header = `Bearer ${connection.accessToken()}`;
    await authenticate(header, resource);
    now = () => new Date(Date.now() + 3_601_000);
    try {
      await expect(authenticate(header, resource)).rejects.toEqual(unauthenticated);
    } finally {
      now = () => new Date();
    }
  });

  it('is refused at another resource', async () => {
    const authenticate = newAuthenticator();
    const header = `Bearer ${connection.accessToken()}`;
    await authenticate(header, resource);
    await expect(authenticate(header, `${resource}/o/acme`)).rejects.toEqual(unauthenticated);
  });

  it('is not found again when its last character changed', async () => {
    const authenticate = newAuthenticator();
    const accessToken = connection.accessToken();
    await authenticate(`Bearer ${accessToken}`, resource);
    const changed = accessToken.slice(0, -2) + (accessToken.endsWith('AA') ? 'BB' : 'AA');
    await expect(authenticate(`Bearer ${changed}`, resource)).rejects.toEqual(unauthenticated);
  });

  it('is refused once its key is gone from the table and another key was looked for', async () => {
    const authenticate = newAuthenticator();
    const leaked = await aSigningKey(database.owner, 'retired');
    const header = `Bearer ${leaked.sign(connection.claims())}`;
    await authenticate(header, resource);
    await withQueries(database.owner, (db) => db.deleteFrom('signingKey').where('kid', '=', leaked.kid).execute());
    await expect(authenticate(`Bearer ${key.sign(connection.claims(), { kid: 'x' })}`, resource)).rejects.toEqual(
      unauthenticated,
    );
    await expect(authenticate(header, resource)).rejects.toEqual(unauthenticated);
  });
});

describe('when keys cannot be read', () => {
  it('the answer is unavailable, never unauthenticated', async () => {
    const pool = createPool('postgres://nobody:x@127.0.0.1:1/none', {
      applicationName: 'closed',
      connectTimeoutMs: 500,
    });
    const authenticate = createAuthenticator({ pool, log, clock: () => new Date(), issuer });
    await expect(authenticate(`Bearer ${connection.accessToken()}`, resource)).rejects.toMatchObject({
      code: 'unavailable',
    });
    await pool.end();
  });

  it('a hundred unknown keys at once cost two queries at most', async () => {
    let loads = 0;
    const counting = new Proxy(database.tools, {
      get: (pool, name, receiver) => {
        if (name === 'connect') loads += 1;
        const value: unknown = Reflect.get(pool, name, receiver);
        return typeof value === 'function' ? (value.bind(pool) as unknown) : value;
      },
    });
    const authenticate = createAuthenticator({ pool: counting, log, clock: () => new Date(), issuer });
    const attempts = Array.from({ length: 100 }, (_, index) =>
      authenticate(`Bearer ${key.sign(connection.claims(), { kid: `random-${index}` })}`, resource),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(loads).toBeLessThanOrEqual(2);
  });
});

describe('an API key', () => {
  const { key: apiKey, digest } = newApiKey('organization');
  /** A pool that cannot be asked anything. */
  const unasked = createPool('postgres://nobody:x@127.0.0.1:1/none', {
    applicationName: 'closed',
    connectTimeoutMs: 500,
  });
  const authenticate = createAuthenticator({ pool: unasked, log, clock: () => new Date(), issuer });
  afterAll(() => unasked.end());

  it('is its digest at every resource, and the database is asked for nothing', async () => {
    for (const url of [resource, `${resource}/o/acme`]) {
      expect(await authenticate(`Bearer ${apiKey}`, url)).toEqual({ kind: 'api_key', digest });
    }
  });

  it.each([
    ['a character changed', () => `${apiKey.slice(0, -1)}${apiKey.endsWith('x') ? 'y' : 'x'}`],
    ['no checksum', () => apiKey.slice(0, -6)],
    ['the mark of another kind', () => apiKey.replace('csk_org_', 'csk_per_')],
    ['a mark that is none', () => apiKey.replace('csk_org_', 'csk_all_')],
  ])('with %s is refused before the database is asked', async (_flaw, credential) => {
    await expect(authenticate(`Bearer ${credential()}`, resource)).rejects.toEqual(unauthenticated);
  });
});

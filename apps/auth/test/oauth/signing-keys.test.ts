import { randomBytes } from 'node:crypto';
import { PUBLISH_MINUTES, RETAIN_MINUTES, ROTATE_AFTER_DAYS } from '@countersign/access/principals/rotate-signing-keys';
import { refresh, registerPublic, type Tokens } from '@countersign/testing/oauth-client';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAuth, type TestAuth } from './harness.ts';
import { connect } from './seam.ts';

let database: TestDatabase;
let apps: TestAuth[];
let now: Date;
const clock = () => now;
const pass = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
beforeEach(async () => {
  now = new Date();
  database = await createTestDatabase('demo');
  apps = await Promise.all([startAuth(database, { clock }), startAuth(database, { clock })]);
});
afterEach(async () => {
  await Promise.all((apps ?? []).map((app) => app.close()));
  await database?.drop();
});

const published = async (app: TestAuth) => (await app.inject('/oauth/jwks')).json<JSONWebKeySet>();
const kids = async (app: TestAuth) => (await published(app)).keys.map(({ kid }) => kid);
const kidOf = (tokens: Tokens) => decodeProtectedHeader(tokens.access_token).kid;
const refreshAll = () => Promise.all(apps.map((app) => app.provider.refresh()));

test('two processes that boot at once agree on one key', async () => {
  const [first, second] = await Promise.all(apps.map(kids));
  expect(first).toHaveLength(1);
  expect(second).toEqual(first);
});

test('a rotation refuses no token: a key is published long before it signs and long after', async () => {
  const [one, two] = apps as [TestAuth, TestAuth];
  const clientId = await registerPublic(one);
  let tokens = await connect(one, { clientId });
  const oldKid = kidOf(tokens);
  const oldToken = tokens.access_token;

  pass(ROTATE_AFTER_DAYS * 24 * 60);
  await refreshAll();
  const announced = await kids(two);
  expect(announced).toHaveLength(2);
  tokens = (await refresh(one, clientId, tokens.refresh_token)).body;
  expect(kidOf(tokens), 'a published key does not sign yet').toBe(oldKid);
  const cachedByResourceServer = createLocalJWKSet(await published(one));

  pass(PUBLISH_MINUTES - 1);
  await refreshAll();
  tokens = (await refresh(two, clientId, tokens.refresh_token)).body;
  expect(kidOf(tokens)).toBe(oldKid);

  pass(1);
  await one.provider.refresh();
  tokens = (await refresh(one, clientId, tokens.refresh_token)).body;
  const newKid = kidOf(tokens);
  expect(newKid).not.toBe(oldKid);
  expect(announced).toContain(newKid);
  const ignoreTime = { currentDate: new Date() };
  await jwtVerify(tokens.access_token, cachedByResourceServer, ignoreTime);
  tokens = (await refresh(two, clientId, tokens.refresh_token)).body;
  expect(kidOf(tokens), 'a process that has not noticed yet still signs with a published key').toBe(oldKid);

  pass(RETAIN_MINUTES - 1);
  await refreshAll();
  await jwtVerify(oldToken, createLocalJWKSet(await published(two)), ignoreTime);
  pass(1);
  await refreshAll();
  expect(await kids(two)).toEqual([newKid]);
});

test('rotating at once in every process makes one new key', async () => {
  pass(ROTATE_AFTER_DAYS * 24 * 60);
  await Promise.all([...apps, ...apps].map((app) => app.provider.refresh()));
  expect(await kids(apps[0] as TestAuth)).toHaveLength(2);
});

test('another SECRET_KEY does not open them, and the process says so when it starts', async () => {
  const secretKey = randomBytes(32).toString('base64');
  await expect(startAuth(database, { secretKey })).rejects.toThrow(/^SECRET_KEY: /);
});

test('private halves are stored sealed', async () => {
  const { rows } = await database.owner.query<{ row: string; sealed: Buffer }>(
    'select k::text as row, private_jwk_sealed as sealed from signing_key k',
  );
  expect(rows[0]?.row).not.toContain('"d"');
  expect(rows[0]?.sealed.toString('latin1')).not.toContain('"d"');
});

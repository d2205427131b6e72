import { withQueries } from '@countersign/db/connections/transaction';
import { redeem, refresh, registerPublic, type Tokens } from '@countersign/testing/oauth-client';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GRACE_USES_MAX } from '../../src/provider/payload-adapter.ts';
import { startAuth, type TestAuth } from './harness.ts';
import { authorize, connect } from './seam.ts';

const database = useTestDatabase('demo');
let apps: readonly [TestAuth, TestAuth];
let clientId: string;
beforeAll(async () => {
  apps = [await startAuth(database), await startAuth(database)];
  clientId = await registerPublic(apps[0]);
});
afterAll(() => Promise.all((apps ?? []).map((app) => app.close())));

async function actionsOf(tokens: Tokens) {
  const id = String(decodeJwt(tokens.access_token).connection_id);
  return withQueries(database.owner, async (db) => ({
    events: await db.selectFrom('auditEvent').selectAll().where('connectionId', '=', id).orderBy('id').execute(),
    connection: await db.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  }));
}

/** Lets a used token grow older than the grace time. */
async function age(seconds: number) {
  await database.owner.query(
    `update oidc_payload set consumed_at = consumed_at - make_interval(secs => $1) where consumed_at is not null`,
    [seconds],
  );
}

test('twenty parallel renewals with one token by two processes leave the connection alive and few branches', async () => {
  const tokens = await connect(apps[0], { clientId });
  const responses = await Promise.all(
    Array.from({ length: 20 }, (_, index) => refresh(apps[index % 2 === 0 ? 0 : 1], clientId, tokens.refresh_token)),
  );
  const won = responses.filter(({ status }) => status === 200).map(({ body }) => body);
  expect(won.length).toBeGreaterThanOrEqual(1);
  expect(won.length).toBeLessThanOrEqual(1 + GRACE_USES_MAX);
  for (const response of responses) expect([200, 400]).toContain(response.status);
  const { events, connection } = await actionsOf(tokens);
  expect(connection.revokedAt).toBeNull();
  const actions = events.map(({ action }) => action);
  expect(actions).not.toContain('token.replay');
  expect(actions.filter((action) => action === 'token.race').length).toBeGreaterThan(0);
  expect((await refresh(apps[1], clientId, won.at(-1)?.refresh_token ?? '')).status).toBe(200);
});

test('a client that lost the answer may renew again with the same token', async () => {
  const tokens = await connect(apps[0], { clientId });
  await refresh(apps[0], clientId, tokens.refresh_token);
  await age(20);
  expect((await refresh(apps[1], clientId, tokens.refresh_token)).status).toBe(200);
});

test('a token that comes back after its successor was used ends the connection, and the event is critical', async () => {
  const tokens = await connect(apps[0], { clientId });
  const second = (await refresh(apps[0], clientId, tokens.refresh_token)).body;
  const third = (await refresh(apps[0], clientId, second.refresh_token)).body;
  const replay = await refresh(apps[1], clientId, tokens.refresh_token, {}, { 'user-agent': 'thief/1' });
  expect(replay.body).toMatchObject({ error: 'invalid_grant' });
  const { events, connection } = await actionsOf(tokens);
  expect(connection.revokedReason).toBe('replay');
  expect(events.find(({ action }) => action === 'token.replay')).toMatchObject({
    severity: 'critical',
    address: '127.0.0.1',
    userAgent: 'thief/1',
    clientId,
  });
  expect(events.at(-1)).toMatchObject({ action: 'connection.revoked', details: { reason: 'replay' } });
  expect((await refresh(apps[0], clientId, third.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
});

test('a token that comes back after the grace time ends the connection', async () => {
  const tokens = await connect(apps[0], { clientId });
  await refresh(apps[0], clientId, tokens.refresh_token);
  await age(31);
  await refresh(apps[0], clientId, tokens.refresh_token);
  expect((await actionsOf(tokens)).connection.revokedReason).toBe('replay');
});

test('a database that fails in the middle of a renewal is answered with 503, and the token is not burnt', async () => {
  const tokens = await connect(apps[0], { clientId });
  await database.owner.query('revoke insert on audit_event from countersign_control');
  const failed = await refresh(apps[0], clientId, tokens.refresh_token);
  await database.owner.query('grant insert on audit_event to countersign_control');
  expect(failed.status).toBe(503);
  expect(failed.body).toMatchObject({ error: 'temporarily_unavailable' });
  expect(failed.headers.get('retry-after')).toBeTruthy();
  await age(31);
  expect((await refresh(apps[0], clientId, tokens.refresh_token)).status).toBe(200);
});

test('a table that cannot be read is never an invalid client or grant', async () => {
  const tokens = await connect(apps[0], { clientId });
  for (const table of ['client', 'oidc_payload', 'connection']) {
    await database.owner.query(`revoke select on ${table} from countersign_control`);
    const failed = await refresh(apps[0], clientId, tokens.refresh_token);
    await database.owner.query(`grant select on ${table} to countersign_control`);
    expect(failed.status).toBeGreaterThanOrEqual(500);
  }
  expect((await refresh(apps[0], clientId, tokens.refresh_token)).status).toBe(200);
});

test('a code redeemed twenty times at once by two processes gives one token, never two', async () => {
  const { code, verifier } = await authorize(apps[0], { clientId });
  const form = { client_id: clientId, code, code_verifier: verifier };
  const responses = await Promise.all(
    Array.from({ length: 20 }, (_, index) => redeem(apps[index % 2 === 0 ? 0 : 1], form)),
  );
  const statuses = responses.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 400)]);
});

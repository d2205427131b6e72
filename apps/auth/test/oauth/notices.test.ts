import { refresh, registerPublic } from '@countersign/testing/oauth-client';
import { beforeAll, expect, test } from 'vitest';
import { CONSOLE_URL } from './harness.ts';
import { connect } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, database } = useAuth();
let clientId: string;
beforeAll(async () => {
  clientId = await registerPublic(app(), undefined, 'Evil” “Client');
});

async function mails(kind: string) {
  const { rows } = await database.owner.query<{ recipient: string; subject: string; body: string }>(
    'select recipient, subject, body from outgoing_mail where kind = $1 order by id',
    [kind],
  );
  return rows;
}

test('a person is told of a new connection when its client fetches the first token, and not at renewals', async () => {
  const tokens = await connect(app(), { clientId });
  expect((await refresh(app(), clientId, tokens.refresh_token)).status).toBe(200);
  const [mail, ...others] = await mails('connection_new');
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    recipient: 'ada@example.test',
    subject: '“Evil Client” is connected to “Acme Studio”',
  });
  expect(mail?.body).toContain('Client: “Evil Client”, which registered itself and returns to ');
  expect(mail?.body).toContain('Team: all teams\nYou allowed it to: read');
  expect(mail?.body).toContain(`${CONSOLE_URL}/settings/connections`);
});

test('a person is told of a replay: which client, from where, and what to do', async () => {
  const tokens = await connect(app(), { clientId });
  await refresh(app(), clientId, tokens.refresh_token);
  await database.owner.query(
    "update oidc_payload set consumed_at = consumed_at - interval '1 minute' where consumed_at is not null",
  );
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: tokens.refresh_token,
  });
  const stolen = await app().inject({
    method: 'POST',
    url: '/oauth/token',
    remoteAddress: '203.0.113.66',
    headers: {
      host: 'auth.example.com',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'thief/1.0',
    },
    payload: body.toString(),
  });
  expect(stolen.statusCode).toBe(400);
  const [mail, ...others] = await mails('refresh_token_replay');
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    recipient: 'ada@example.test',
    subject: 'Critical: access of “Evil Client” was used twice and is stopped',
  });
  expect(mail?.body).toContain('From: 203.0.113.66\nProgram: “thief/1.0”');
  expect(mail?.body).toContain(`1. See what the connection did, and whether all of it was you: ${CONSOLE_URL}`);
  expect(mail?.body).not.toContain(tokens.refresh_token);
});

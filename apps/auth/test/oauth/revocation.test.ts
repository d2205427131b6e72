import { refresh, registerPublic, revoke } from '@countersign/testing/oauth-client';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, readConnection } from './connection-of-tokens.ts';
import { connect } from './seam.ts';
import { useAuth } from './use-auth.ts';

const { app, clientId, database } = useAuth();
let otherClientId: string;
beforeAll(async () => {
  otherClientId = await registerPublic(app());
});

describe('revocation (RFC 7009)', () => {
  test('of a refresh token ends the connection', async () => {
    const tokens = await connect(app(), { clientId: clientId() });
    const response = await revoke(app(), clientId(), tokens.refresh_token);
    expect(response.status).toBe(200);
    expect(await readConnection(database, tokens)).toMatchObject({ revokedReason: 'client' });
    expect((await eventsOf(database, tokens)).at(-1)).toMatchObject({
      action: 'connection.revoked',
      details: { reason: 'client' },
    });
  });

  test('of an unknown token is answered as done', async () => {
    expect((await revoke(app(), clientId(), 'unknown')).status).toBe(200);
  });

  test('of an access token is not supported, as it says', async () => {
    const tokens = await connect(app(), { clientId: clientId() });
    const response = await revoke(app(), clientId(), tokens.access_token);
    expect(response.body).toMatchObject({ error: 'unsupported_token_type' });
  });

  test('by another client changes nothing', async () => {
    const tokens = await connect(app(), { clientId: clientId() });
    const response = await revoke(app(), otherClientId, tokens.refresh_token);
    expect(response.status).toBe(200);
    expect((await refresh(app(), clientId(), tokens.refresh_token)).status).toBe(200);
  });
});

describe('another client', () => {
  test('can neither use, burn nor end a connection with its refresh token', async () => {
    const tokens = await connect(app(), { clientId: clientId() });
    const renewed = (await refresh(app(), clientId(), tokens.refresh_token)).body;
    await refresh(app(), clientId(), renewed.refresh_token);
    // Both a used and an unused token: neither tells the family's fate.
    for (const stolen of [tokens.refresh_token, renewed.refresh_token]) {
      expect((await refresh(app(), otherClientId, stolen)).body).toMatchObject({ error: 'invalid_grant' });
    }
    expect(await readConnection(database, tokens)).toMatchObject({ revokedAt: null });
  });
});

import { REDIRECT_URI, redeem as redeemCode, refresh, register, revoke } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import { type CLIENT_KINDS, Credentials, connect } from '../mcp-client.ts';
import { authorizationUrl, redeem, renew } from '../oauth.ts';
import type { Handling } from './handling.ts';

export async function connectCallAndClose(
  { house, collected }: Handling,
  kind: (typeof CLIENT_KINDS)[number],
): Promise<void> {
  const client = await connect(kind, `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });
  collected.add('code verifier', client.credentials.codeVerifier());
  await client.listTools();
  await client.call('create_project', { name: `By ${kind}`, idempotencyKey: `secrets ${kind}` });
  await client.call('get_project', { projectId: 'nothing' });
  await client.close();
}

export async function replayAndRevoke({ house }: Handling): Promise<void> {
  const credentials = new Credentials();
  const ada = new Person('ada');
  const { url, clientId } = await authorizationUrl(house, credentials);
  const callback = await ada.consent(url, { organization: 'Acme Studio' });
  const { body: first } = await redeem(house, credentials, callback);
  credentials.saveTokens({ ...first, token_type: 'Bearer' });
  const { accessToken, refreshToken } = credentials.held();
  await renew(house.apps.auth, credentials);
  await renew(house.apps.auth, credentials);
  await refresh(house.apps.auth, clientId, refreshToken);
  await redeem(house, credentials, callback);
  for (const authorization of [`Bearer ${accessToken}`, `Bearer ${accessToken}x`, `Basic ${accessToken}`]) {
    await fetch(`${house.urls.mcp}/mcp?access_token=${accessToken}`, { method: 'POST', headers: { authorization } });
  }
  const token = credentials.held().refreshToken;
  await revoke(house.apps.auth, clientId, token);
  // By mistake in an address, and to a path that is nobody's.
  await fetch(`${house.urls.auth}/oauth/tokens?refresh_token=${token}`);
  await fetch(`${house.urls.mcp}/callback${callback.search}`);
  await fetch(`${house.urls.console}/auth/callback${callback.search}`);
}

export async function confidentialClient({ house }: Handling): Promise<void> {
  const metadata = { client_name: 'Confidential', redirect_uris: [REDIRECT_URI] };
  const { client_id, client_secret } = (await register(house.apps.auth, metadata)).body;
  for (const secret of [client_secret, `${client_secret}x`]) {
    const authorization = `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`;
    await redeemCode(house.apps.auth, { code: 'unknown' }, { authorization });
  }
}
